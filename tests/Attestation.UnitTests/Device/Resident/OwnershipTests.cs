using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Factory.Ownership;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Dice;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Who may end the identity that the present owner knows, and that it ends.</summary>
public sealed class OwnershipTests
{
    private static readonly SigningKey Firmware = ResidentReleases.FirmwareKey;
    private static readonly SigningKey Owner = ResidentReleases.NewKey(), Next = ResidentReleases.NewKey();
    private static readonly SignedRelease Release = ResidentReleases.Of("2.0.0", 2);
    private static readonly byte[] Data = SampleInputs.Filled(40, 9);

    public static TheoryData<Tear> Tears => [.. Enum.GetValues<Tear>()];

    [Fact]
    public void A_rotation_ends_the_old_identity_and_its_seals_after_a_restart()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        DeviceIdentity before = world.Running();
        byte[] blob = before.Seal(Data);
        string[] oldChain = ChainOf(world);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner));
        Assert.Equal(oldChain, ChainOf(world)); // in force after the restart
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        DeviceIdentity after = world.Running();
        Assert.Null(after.Unseal(blob));
        Assert.Equal(DeviceRefusal.SealedForAnother, after.Refusal);
        string[] chain = ChainOf(world);
        Assert.Equal(oldChain[0], chain[0]); // the UDS is the manufacturer's
        Assert.All(Enumerable.Range(1, chain.Length - 1), i => Assert.NotEqual(oldChain[i], chain[i]));
        world.PowerOn();
        Assert.Equal(chain, ChainOf(world));
        Assert.Equal(DeviceState.Locked, world.State);
    }

    [Fact]
    public void The_owner_rotates_and_the_manufacturer_may_only_take_back()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        Assert.Equal(DeviceRefusal.MessageSignature, world.Rotate(OwnerAction.Rotate, 1, Owner, Owner)); // no owner yet
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner));
        Assert.Equal(DeviceRefusal.AuthorisationOwner, world.Rotate(OwnerAction.Rotate, 2, Firmware, Next));
        Assert.Equal(DeviceRefusal.MessageSignature, world.Rotate(OwnerAction.Rotate, 2, Next, Next));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 2, Owner, Next));
        Assert.Equal(DeviceRefusal.MessageSignature, world.Rotate(OwnerAction.Rotate, 3, Owner));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Return, 3, Firmware));
        Assert.Equal(DeviceState.Returned, world.State);
        Assert.Equal(DeviceRefusal.MessageSignature, world.Rotate(OwnerAction.Rotate, 4, Next)); // it has no owner now
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 4, Firmware));
        Assert.Equal(DeviceState.Locked, world.State);
    }

    [Fact]
    public void An_owner_with_an_Ed25519_key_is_obeyed()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        SigningKey owner = Update.UpdateBoard.Signer;
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, Firmware, owner));
        world.PowerOn();
        Assert.Equal(DeviceRefusal.AuthorisationOwner, world.Rotate(OwnerAction.Rotate, 2, Firmware));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 2, owner));
    }

    [Fact]
    public void A_returned_device_attests_in_mode_Recovery_until_it_has_an_owner()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Return, 1, Firmware));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal(3, world.Hello().Number(8));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 2, Firmware, Owner));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal(1, world.Hello().Number(8));
    }

    [Fact]
    public void A_decommissioned_device_never_gives_its_secret_again()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner);
        world.PowerOn();
        DeviceIdentity device = world.Running();
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Decommission, 2, Owner));
        Assert.Null(device.Attest(Data)); // at once
        Assert.Equal(DeviceRefusal.Decommissioned, world.Ask(DeviceCommand.Challenge, a => a.Bytes(1, Data)).Refusal);
        for (int boot = 0; boot < 2; boot++)
            Assert.Equal(DeviceRefusal.Decommissioned, world.PowerOn());
        Assert.Equal(-1, world.Flash.Size("uds"));
        Assert.Equal(DeviceState.Decommissioned, world.State);
        Assert.Equal(DeviceRefusal.Decommissioned, world.WriteSecret());
        Assert.Equal(DeviceRefusal.Decommissioned, world.Rotate(OwnerAction.Rotate, 9, Firmware));
    }

    [Fact]
    public void The_same_authorisation_again_succeeds_and_changes_nothing()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        byte[] authorisation = world.Authorisation(OwnerAction.Rotate, 5, Firmware, Owner);
        Assert.Equal(DeviceRefusal.None, Rotate(world, authorisation));
        world.PowerOn();
        string[] chain = ChainOf(world);
        world.PowerOn();
        Assert.Equal(DeviceRefusal.None, Rotate(world, authorisation));
        Assert.Equal(0, world.Flash.Changes);
        world.PowerOn();
        Assert.Equal(chain, ChainOf(world));
        Assert.Equal(DeviceRefusal.AuthorisationUsed, world.Rotate(OwnerAction.Rotate, 5, Owner, Next));
        Assert.Equal(DeviceRefusal.AuthorisationUsed, world.Rotate(OwnerAction.Return, 4, Firmware));
    }

    [Fact]
    public void A_rotation_is_not_said_to_be_a_decommissioning()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        byte[] rotation = world.Authorisation(OwnerAction.Rotate, 1, Firmware, Owner);
        Assert.Equal(DeviceRefusal.None, Rotate(world, rotation));
        Assert.NotEqual(DeviceRefusal.None, world.Ask(DeviceCommand.Decommission, a => a.Bytes(1, rotation)).Refusal);
        Assert.Equal(DeviceState.Locked, world.State);
    }

    [Fact]
    public void No_owner_uses_the_numbers_up()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner));
        Assert.Equal(DeviceRefusal.AuthorisationUsed, world.Rotate(OwnerAction.Rotate, ulong.MaxValue, Owner));
        Assert.Equal(DeviceRefusal.AuthorisationUsed, world.Rotate(OwnerAction.Rotate, 2UL + uint.MaxValue, Owner));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1UL + uint.MaxValue, Owner, Owner));
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Return, 2UL + uint.MaxValue, Firmware));
    }

    /// <summary>A device that was owned or returned does not become a programmed one that anybody may certify anew.</summary>
    [Theory]
    [InlineData("owned", OwnerAction.Rotate)]
    [InlineData("returned", OwnerAction.Return)]
    public void A_device_that_lost_its_identity_is_damaged_not_blank(string description, OwnerAction action)
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        Assert.Equal(DeviceRefusal.None, world.Rotate(action, 1, Firmware));
        foreach (string copy in (string[])["identity.0", "identity.1"])
            Assert.True(world.Flash.TryDelete(copy), description);
        Assert.Equal(DeviceRefusal.RecordsDamaged, world.PowerOn());
        Assert.Equal(DeviceRefusal.RecordsDamaged, world.WriteIdentity(ueid: new byte[33]));
        Assert.Equal(DeviceRefusal.RecordsDamaged, world.Rotate(OwnerAction.Rotate, 2, Firmware, ueid: new byte[33]));
    }

    [Fact]
    public void Each_way_of_being_wrong_has_its_number()
    {
        ResidentWorld world = new ResidentWorld().Locked(Release);
        byte[] ueid = world.Hello().Bytes(7);
        ueid[32] ^= 1;
        Assert.Equal(DeviceRefusal.AuthorisationForAnother, world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner, ueid));
        Assert.Equal(DeviceRefusal.AuthorisationAction, world.Ask(DeviceCommand.Decommission, a => a.Bytes(1, world.Authorisation(OwnerAction.Rotate, 1, Firmware))).Refusal);
        Assert.Equal(DeviceRefusal.AuthorisationAction, Rotate(world, world.Authorisation(OwnerAction.Decommission, 1, Firmware)));
        Assert.Equal(DeviceRefusal.AuthorisationUsed, world.Rotate(OwnerAction.Rotate, 0, Firmware));
        Assert.Equal(DeviceRefusal.AuthorisationMalformed, Rotate(world, new CoseSign1Writer().Sign(Firmware, [0xA0])));
        Assert.Equal(DeviceRefusal.AuthorisationMalformed, Rotate(world, new CoseSign1Writer().Sign(Firmware, [0xA1, 1, 1]))); // what a manifest begins with
        Assert.Equal(DeviceRefusal.MessageEnvelope, Rotate(world, [0xA0]));
        Assert.Equal(DeviceRefusal.ArgumentInvalid, Rotate(world, new byte[513]));
        world.HasRandom = false;
        Assert.Equal(DeviceRefusal.RandomFailed, world.Rotate(OwnerAction.Rotate, 1, Firmware));
        Assert.Equal(DeviceState.Locked, world.State);
        Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Decommission, 1, Firmware)); // needs no randomness
    }

    /// <summary>The power goes at every change of a rotation, in every way: the old owner's identity or the new one's, and the old hidden input in no file
    /// once the same authorisation was repeated.</summary>
    [Theory]
    [MemberData(nameof(Tears))]
    public void A_cut_at_every_change_of_a_rotation(Tear tear)
    {
        for (int cut = 0; cut < 4; cut++)
        {
            ResidentWorld world = new ResidentWorld().Locked(Release);
            Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 1, Firmware, Owner));
            world.PowerOn();
            string[] old = ChainOf(world);
            byte[] hidden = FileOf(world, "owner.0")[^96..^32], authorisation = world.Authorisation(OwnerAction.Rotate, 2, Owner, Next);
            (world.Flash.CutAt, world.Flash.Tear) = (cut, tear);
            Rotate(world, authorisation);
            Assert.True(world.Flash.IsOff, $"change {cut} does not happen");
            Assert.Equal(DeviceRefusal.None, world.PowerOn());
            bool isNew = !ChainOf(world).SequenceEqual(old);
            Assert.Equal(isNew, cut > 1 || (cut == 1 && tear == Tear.Whole));
            string[] chain = ChainOf(world);
            Assert.Equal(DeviceRefusal.None, Rotate(world, authorisation));
            Assert.Equal(DeviceRefusal.None, world.PowerOn());
            Assert.True(!isNew || ChainOf(world).SequenceEqual(chain), "rotated twice");
            Assert.NotEqual(old[1], ChainOf(world)[1]);
            Assert.All((string[])["owner.0", "owner.1"], name => Assert.True(FileOf(world, name).AsSpan().IndexOf(hidden) < 0));
            Assert.Equal(DeviceRefusal.None, world.Rotate(OwnerAction.Rotate, 3, Next));
        }
    }

    /// <summary>The same for the last command: in service, or out of it for ever and without a secret.</summary>
    [Theory]
    [MemberData(nameof(Tears))]
    public void A_cut_at_every_change_of_a_decommissioning(Tear tear)
    {
        for (int cut = 0; cut < 6; cut++) // two copies of the record, twice; the secret overwritten and removed
        {
            ResidentWorld world = new ResidentWorld().Locked(Release);
            byte[] authorisation = world.Authorisation(OwnerAction.Decommission, 1, Firmware);
            world.PowerOn();
            (world.Flash.CutAt, world.Flash.Tear) = (cut, tear);
            world.Ask(DeviceCommand.Decommission, a => a.Bytes(1, authorisation));
            Assert.True(world.Flash.IsOff, $"change {cut} does not happen");
            bool isOut = world.PowerOn() == DeviceRefusal.Decommissioned;
            Assert.Equal(isOut, cut > 1 || (cut == 1 && tear == Tear.Whole));
            Assert.Equal(isOut ? -1 : 32, world.Flash.Size("uds"));
            Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Decommission, a => a.Bytes(1, authorisation)).Refusal);
            Assert.Equal(DeviceRefusal.Decommissioned, world.PowerOn());
            Assert.Equal(-1, world.Flash.Size("uds"));
        }
    }

    private static DeviceRefusal Rotate(ResidentWorld world, byte[] authorisation) => world.Ask(DeviceCommand.RotateOwner, a => a.Bytes(1, authorisation)).Refusal;

    private static byte[] FileOf(ResidentWorld world, string name)
    {
        byte[] file = new byte[world.Flash.Size(name)];
        Assert.True(world.Flash.TryRead(name, 0, file, 0, file.Length));
        return file;
    }

    /// <summary>Root and certificates, encoded.</summary>
    private static string[] ChainOf(ResidentWorld world)
    {
        var reader = new System.Formats.Cbor.CborReader(world.Ask(DeviceCommand.Chain).Bytes(1));
        var items = new string[reader.ReadStartArray()!.Value];
        for (int i = 0; i < items.Length; i++)
            items[i] = Convert.ToHexString(reader.ReadEncodedValue().Span);
        return items;
    }
}
