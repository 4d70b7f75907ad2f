using System.Security.Cryptography;
using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory.Provisioning;
using Attestation.UnitTests.Dice;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Secret, probe, identity and locks: what a device takes once, and what a loss of power leaves.</summary>
public sealed class ProvisioningTests
{
    private static readonly SignedRelease Release = ResidentReleases.Of("2.0.0", 2);
    private static readonly byte[] Other = SampleInputs.Filled(32, 0x77);
    private static readonly byte[] Certificate = SampleInputs.Filled(400, 0x30);

    public static TheoryData<string, bool, Tear> Cuts
    {
        get
        {
            TheoryData<string, bool, Tear> data = [];
            foreach (Tear tear in Enum.GetValues<Tear>())
            {
                data.Add("scheme 1", false, tear);
                data.Add("scheme 2", true, tear);
            }
            return data;
        }
    }

    [Theory]
    [InlineData("scheme 1", false)]
    [InlineData("schemes 2 and 3", true)]
    public void The_same_bytes_again_succeed_and_others_are_refused(string description, bool mixes)
    {
        ResidentWorld world = new(mixes);
        Assert.True(world.WriteSecret() == DeviceRefusal.None, description);
        byte[] first = world.Probe().Bytes(2);
        world.PowerOn();
        Assert.Equal(DeviceRefusal.None, world.WriteSecret());
        Assert.Equal(0, world.Flash.Changes);
        Assert.Equal(DeviceRefusal.SecretWritten, world.WriteSecret(Other));
        Assert.Equal(first, world.Probe().Bytes(2));
    }

    /// <summary>Scheme 1: the station, which knows the UDS, computes every value of the probe itself.</summary>
    [Fact]
    public void A_probe_is_what_the_station_expects()
    {
        ResidentWorld world = new();
        world.WriteSecret();
        DeviceProbe expected = StationTest.Run(ResidentWorld.Secret, DiceAlgorithm.P256, new HostDiceOperations());
        Said probe = world.Probe();
        Assert.Equal([expected.UdsPublicKey, expected.UdsId, expected.CdiPublicKey, expected.CdiCertificate], ((int[])[2, 3, 4, 5]).Select(probe.Bytes));
    }

    /// <summary>Scheme 2: the profile's formula over the two halves as they lie in storage.</summary>
    [Fact]
    public void The_mixed_secret_is_the_profiles_function_of_both_halves()
    {
        ResidentWorld world = new(mixesEntropy: true);
        world.WriteSecret();
        byte[] inside = new byte[32], outside = new byte[32];
        Assert.True(world.Flash.TryRead("inside", 0, inside, 0, 32) && world.Flash.TryRead("outside", 0, outside, 0, 32));
        Assert.Equal(ResidentWorld.Secret, outside);
        byte[] uds = HKDF.DeriveKey(HashAlgorithmName.SHA512, inside, 32, salt: outside, info: "UDS"u8.ToArray());
        Assert.Equal(StationTest.Run(uds, DiceAlgorithm.P256, new HostDiceOperations()).UdsPublicKey, world.Probe().Bytes(2));
    }

    [Fact]
    public void Two_boards_that_get_the_same_entropy_have_two_identities()
    {
        ResidentWorld one = new(mixesEntropy: true), other = new(mixesEntropy: true);
        byte[] skipped = new byte[32];
        other.TryFill(skipped, 0, 32); // its random source is further
        Assert.Equal(DeviceRefusal.None, one.WriteSecret());
        Assert.Equal(DeviceRefusal.None, other.WriteSecret());
        Assert.NotEqual(one.Probe().Bytes(2), other.Probe().Bytes(2));
    }

    [Fact]
    public void Each_way_of_being_wrong_has_its_number()
    {
        ResidentWorld world = new();
        Assert.Equal(DeviceRefusal.ArgumentInvalid, world.WriteSecret(new byte[31]));
        Assert.Equal(DeviceRefusal.SecretBlank, world.WriteSecret(new byte[32]));
        Assert.Equal(DeviceRefusal.SecretBlank, world.WriteSecret(SampleInputs.Filled(32, 0xFF)));
        Assert.Equal(DeviceRefusal.SchemeOther, world.Ask(DeviceCommand.WriteEntropy, a => a.Bytes(1, Other)).Refusal);
        Assert.Equal(DeviceState.Blank, world.State);
        Assert.Equal(DeviceRefusal.None, world.WriteSecret());
        Assert.Equal(DeviceRefusal.AlgorithmOther, world.Ask(DeviceCommand.Probe, a => a.Number(1, (int)DiceAlgorithm.Ed25519)).Refusal);
        Assert.Equal(DeviceRefusal.IdentityForAnother, world.WriteIdentity(ueid: SampleInputs.Filled(33, 1)));
        Assert.Equal(DeviceRefusal.ArgumentInvalid, world.WriteIdentity(model: " edge-1"));
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity());
        Assert.Equal(DeviceRefusal.IdentityWritten, world.WriteIdentity(model: "edge-2"));
        Assert.Equal(DeviceRefusal.IdentityWritten, world.WriteIdentity(certificate: [0x30, 0]));
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity());
        world.OpenLock = "debug-port";
        Assert.Equal(DeviceRefusal.LocksOpen, world.Lock());
        Assert.Equal(DeviceState.Certified, world.State);
    }

    [Fact]
    public void A_board_whose_random_source_fails_takes_no_entropy()
    {
        ResidentWorld world = new(mixesEntropy: true) { HasRandom = false };
        Assert.Equal(DeviceRefusal.RandomFailed, world.WriteSecret());
        Assert.Equal(DeviceState.Blank, world.State);
    }

    [Fact]
    public void After_the_lock_nothing_of_it_is_written_again()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        world.PowerOn();
        Assert.Equal(DeviceRefusal.DeviceLocked, world.WriteSecret());
        Assert.Equal(DeviceRefusal.DeviceLocked, world.WriteSecret(Other));
        Assert.Equal(DeviceRefusal.DeviceLocked, world.WriteIdentity(ueid: world.Hello().Bytes(7)));
        Assert.Equal(DeviceRefusal.DeviceLocked, world.Probe().Refusal);
        Assert.Equal(DeviceRefusal.None, world.Lock()); // again: nothing to do
        Assert.Equal(DeviceState.Locked, world.State);
    }

    /// <summary>A line that was cut after the identity finds the same probe, though the boot latched the secret.</summary>
    [Fact]
    public void A_certified_device_still_shows_its_probe()
    {
        ResidentWorld world = new();
        world.WriteSecret();
        byte[] before = world.Probe().Bytes(5);
        Assert.Equal(DeviceRefusal.None, world.WriteIdentity());
        world.Flashed(Release).PowerOn();
        Assert.Equal(DeviceRefusal.None, world.Booted);
        Assert.Equal(before, world.Probe().Bytes(5));
    }

    [Fact]
    public void Hello_tells_what_the_device_is()
    {
        ResidentWorld world = new();
        Said hello = world.Hello();
        Assert.Equal([1, 2, 3, 4, 8, 9, 10], hello.Keys);
        Assert.Equal((1, "esp32", 0, 0, (int)DeviceRefusal.NotProvisioned), (hello.Number(1), hello.Text(2), hello.Number(3), hello.Number(8), hello.Number(10)));
        Assert.Equal([1, 2, 3, 4], hello.Bytes(4));
        Assert.Equal([-7L], hello.List(9));
        hello = new ResidentWorld().Locked(Release).Hello();
        Assert.Equal([1, 2, 3, 4, 5, 6, 7, 8, 9], hello.Keys);
        Assert.Equal(("2.0.0", 2, 3, 1), (hello.Text(5), hello.Number(6), hello.Number(3), hello.Number(8)));
    }

    [Fact]
    public void Locks_are_read_from_the_hardware()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        object[] locks = world.Ask(DeviceCommand.ReadLocks).List(1);
        Assert.Equal([["secure-boot", 1ul], ["debug-port", 1ul]], locks.Cast<object[]>());
        world.OpenLock = "debug-port"; // it opened again: a device whose mode must not be Normal
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal(0, world.Hello().Number(8));
        Assert.Equal([["secure-boot", 1ul], ["debug-port", 0ul]], world.Ask(DeviceCommand.ReadLocks).List(1).Cast<object[]>());
    }

    /// <summary>The power goes at every change that provisioning makes to the storage, in every way. What was answered lasts; the line goes on where the
    /// device says that it is, and ends with a locked device that boots.</summary>
    [Theory]
    [MemberData(nameof(Cuts))]
    public void A_cut_at_every_change_of_provisioning(string description, bool mixes, Tear tear)
    {
        int changes = Changes(mixes);
        Assert.True(changes == (mixes ? 22 : 20), $"{description}: {changes}"); // secret 4 or 6, owner 4, certificate 2, probe 2, identity 4, lock 4
        for (int cut = 0; cut < changes; cut++)
        {
            ResidentWorld world = Begin(mixes);
            (world.Flash.CutAt, world.Flash.Tear) = (cut, tear);
            int answered = Provision(world);
            Assert.True(world.Flash.IsOff, $"change {cut} does not happen");
            world.PowerOn();
            Assert.True((int)world.State >= answered, $"change {cut}: {world.State} after {answered} was answered");
            Assert.Equal(3, Provision(world));
            Assert.Equal(DeviceRefusal.None, world.PowerOn());
            Assert.Equal(DeviceState.Locked, world.State);
            Assert.NotEmpty(world.Evidence(SampleInputs.Filled(16, 1)));
        }
    }

    private static ResidentWorld Begin(bool mixes)
    {
        ResidentWorld world = new ResidentWorld(mixes).Flashed(Release);
        world.PowerOn();
        return world;
    }

    private static int Changes(bool mixes)
    {
        ResidentWorld world = Begin(mixes);
        Assert.Equal(3, Provision(world));
        return world.Flash.Changes;
    }

    /// <summary>The line's steps from the state that the device says, until the power goes.</summary>
    /// <returns>The last state that was answered for.</returns>
    private static int Provision(ResidentWorld world)
    {
        int state = (int)world.State;
        while (state < 3 && !world.Flash.IsOff)
        {
            DeviceRefusal refusal = state == 0 ? world.WriteSecret() : state == 1 ? world.WriteIdentity(Certificate) : world.Lock();
            if (world.Flash.IsOff)
                break;
            Assert.Equal(DeviceRefusal.None, refusal);
            Assert.Equal(++state, (int)world.State);
        }
        return state;
    }
}
