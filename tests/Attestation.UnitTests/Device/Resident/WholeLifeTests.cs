using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Results;
using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Factory.Authorities;
using Attestation.Factory.Certificates;
using Attestation.Factory.Endorsements;
using Attestation.Factory.Ownership;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Appraisal;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>A device from the chip's maker to its end, over the real session, judged by the verifier's own code against the CA, the endorsement and the
/// reference values that the factory's code made.</summary>
public sealed class WholeLifeTests : IDisposable
{
    private readonly Bench _bench = new();

    private ManufacturerCa Authority => _bench.World.Authority;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("scheme 1", false)]
    [InlineData("scheme 2", true)]
    public void From_blank_to_decommissioned(string description, bool mixes)
    {
        SigningKey corimKey = Authority.CorimKey, owner = ResidentReleases.NewKey();
        SignedRelease first = ResidentReleases.Of("1.0.0", 1, corimKey, keepOlder: true), second = ResidentReleases.Of("2.0.0", 2, corimKey);
        ResidentWorld world = new ResidentWorld(mixes).Flashed(first);

        // the factory
        Assert.True(world.WriteSecret() == DeviceRefusal.None, description);
        world.PowerOn();
        Made made = Certify(world.Probe());
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity(made.Certificate));
        Assert.Equal(DeviceRefusal.None, world.Lock());
        Assert.Equal(DeviceRefusal.None, world.PowerOn());

        // the verifier, which knows the release and the device
        AssertAffirmed(world, made, first);

        // an update, which no verifier affirms before it knows it
        Attestation.Device.Application.DeviceIdentity application = world.Running();
        byte[] blob = application.Seal("wifi", [1, 2, 3]);
        Assert.Equal(DeviceRefusal.None, world.Send(second));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.NotEqual(AppraisalStatus.Affirming, Appraise(world, made, first).Status);
        AssertAffirmed(world, made, first, second);
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Confirm).Refusal);
        Assert.Equal(DeviceRefusal.ManifestSvn, world.Send(first));
        Assert.Equal([1, 2, 3], world.Running().Unseal("wifi", blob));

        // another owner: the same device to the verifier, nothing of the old one's
        byte[] before = world.Ask(DeviceCommand.Chain).Bytes(1);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, ResidentReleases.FirmwareKey, owner));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.NotEqual(before, world.Ask(DeviceCommand.Chain).Bytes(1));
        Assert.Null(world.Running().Unseal("wifi", blob));
        AssertAffirmed(world, made, second);

        // back to the manufacturer, on to the next owner, and out of service
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Return, 2, owner));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.NotEqual(AppraisalStatus.Affirming, Appraise(world, made, second).Status); // mode Recovery
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 3, ResidentReleases.FirmwareKey, owner));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        AssertAffirmed(world, made, second);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Decommission, 4, owner));
        Assert.Equal(DeviceRefusal.Decommissioned, world.PowerOn());
        Assert.Equal(DeviceState.Decommissioned, world.State);
    }

    /// <summary>A case that is opened in the field, while the device runs or not: refused by its own reason from the next boot on, until the owner gives his word.</summary>
    [Fact]
    public void An_opened_device_is_refused_until_its_owner_clears_it()
    {
        SignedRelease release = ResidentReleases.Of("1.0.0", 1, Authority.CorimKey);
        Gpio.Bench lid = new Gpio.Bench().Levels("1"); // open on the factory's bench
        ResidentWorld world = new ResidentWorld(lid: lid).Flashed(release);
        lid.Levels("0");
        world.PowerOn();
        world.WriteSecret();
        world.PowerOn();
        Made made = Certify(world.Probe());
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity(made.Certificate));
        Assert.Equal(DeviceRefusal.None, world.Lock());
        world.PowerOn();
        AssertAffirmed(world, made, release);

        lid.Levels("1");
        world.PowerOn();
        Assert.Equal(["dice.layer.tampered"], Appraise(world, made, release).Findings.Select(f => f.Code.Id));
        lid.Levels("0"); // closed again
        world.PowerOn();
        Assert.Equal(AppraisalStatus.Contraindicated, Appraise(world, made, release).Status);

        lid.Levels("1");
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, ResidentReleases.FirmwareKey));
        world.PowerOn();
        Assert.Equal(["dice.layer.tampered"], Appraise(world, made, release).Findings.Select(f => f.Code.Id)); // it was open when he spoke
        lid.Levels("0");
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 2, ResidentReleases.FirmwareKey));
        world.PowerOn();
        AssertAffirmed(world, made, release);
    }

    /// <summary>A board whose locks are open attests, and no verifier takes it for one that is locked.</summary>
    [Fact]
    public void An_unlocked_device_is_not_affirmed()
    {
        SignedRelease release = ResidentReleases.Of("1.0.0", 1, Authority.CorimKey);
        ResidentWorld world = new ResidentWorld().Flashed(release);
        world.WriteSecret();
        Made made = Certify(world.Probe());
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity(made.Certificate));
        world.PowerOn();
        Assert.NotEqual(AppraisalStatus.Affirming, Appraise(world, made, release).Status);
        Assert.Equal(DeviceRefusal.None, world.Lock());
        world.PowerOn();
        AssertAffirmed(world, made, release);
    }

    /// <summary>After every reset nothing is left in memory but what the application owns, whatever the device did before.</summary>
    [Fact]
    public void No_secret_is_left_but_the_applications()
    {
        var watched = new Dice.WatchedOperations(new Attestation.Dice.Host.HostDiceOperations());
        ResidentWorld world = new(operations: watched);
        world.WriteSecret();
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity());
        Assert.Empty(watched.Leftovers());
        world.Flashed(ResidentReleases.Of("1.0.0", 1)).PowerOn();
        Assert.Equal(3, watched.Leftovers().Count()); // attestation key, CDI_Seal, state of the versioned KDF
        Assert.Equal(DeviceRefusal.None, world.Lock());
        world.Evidence(new byte[16]);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, ResidentReleases.FirmwareKey));
        Assert.Equal(3, watched.Leftovers().Count());
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Decommission, 2, ResidentReleases.FirmwareKey));
        Assert.Empty(watched.Leftovers());
    }

    /// <summary>What the manufacturer makes of a probe: the certificate and the endorsement.</summary>
    private Made Certify(Said probe)
    {
        var shown = new DeviceProbe(DiceAlgorithm.P256, probe.Bytes(2), probe.Bytes(3), probe.Bytes(4), probe.Bytes(5));
        StationTest.RefuseUnprogrammed(shown, _bench.World.Operations);
        Assert.True(VerificationKey.TryFromPoint(KeyKind.P256, shown.UdsPublicKey, out VerificationKey key, out _));
        byte[] ueid = DeviceUeid.FromUdsPublicKey(shown.UdsPublicKey);
        byte[] certificate = Authority.Certify(new UdsSubject(key, shown.UdsId, ueid, "Example Devices", "edge-1"), _bench.World.Now);
        StationTest.RefuseBrokenChain(shown, certificate);
        return new Made(certificate, DeviceEndorsement.Write("Example Devices", "edge-1", ueid, key, Authority.CorimKey));
    }

    private void AssertAffirmed(ResidentWorld world, Made made, params SignedRelease[] releases)
    {
        AppraisalResult result = Appraise(world, made, releases);
        Assert.True(result.Status == AppraisalStatus.Affirming, string.Join('\n', result.Findings));
    }

    private AppraisalResult Appraise(ResidentWorld world, Made made, params SignedRelease[] releases)
    {
        EndorsementSetBuilder builder = new EndorsementSetBuilder().With(_bench.Anchors());
        _bench.Add(builder, made.Endorsement);
        foreach (SignedRelease release in releases)
            _bench.Add(builder, release.Corim);
        return _bench.Appraise(world.Evidence(Bench.Nonce), builder.Build());
    }

    private sealed record Made(byte[] Certificate, byte[] Endorsement);
}
