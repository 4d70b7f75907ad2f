using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory.Ownership;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Resident;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly byte[] OtherSecret = SampleInputs.Filled(32, 0x77);

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceProvisioning => new()
    {
        [DeviceReasons.SecretMissing] = () => [Behind(new ResidentWorld().Probe().Refusal)],
        [DeviceReasons.SecretWritten] = () => [Behind(Programmed().WriteSecret(OtherSecret))],
        [DeviceReasons.SecretBlank] = () => [Behind(new ResidentWorld().WriteSecret(new byte[32]))],
        [DeviceReasons.SchemeOther] = () => [Behind(new ResidentWorld().Ask(DeviceCommand.WriteEntropy, a => a.Bytes(1, OtherSecret)).Refusal)],
        [DeviceReasons.RandomFailed] = () => [Behind(new ResidentWorld(mixesEntropy: true) { HasRandom = false }.WriteSecret())],
        [DeviceReasons.SecretNotKept] = () => [Behind(WithoutPower(world => world.WriteSecret()))],
        [DeviceReasons.IdentityMissing] = () => [Behind(Programmed().Lock())],
        [DeviceReasons.IdentityWritten] = () => [Behind(new ResidentWorld().Certified().WriteIdentity(model: "edge-2"))],
        [DeviceReasons.IdentityForAnother] = () => [Behind(Programmed().WriteIdentity(ueid: new byte[33]))],
        [DeviceReasons.LocksOpen] = () => [Behind(LeftOpen().Lock())],
        [DeviceReasons.DeviceLocked] = () => [Behind(new ResidentWorld().Locked().WriteSecret())],
        [DeviceReasons.AlgorithmOther] = () => [Behind(Programmed().Ask(DeviceCommand.Probe, a => a.Number(1, (int)DiceAlgorithm.Ed25519)).Refusal)],
        [DeviceReasons.ProbeFailed] = () => [Behind(WithFailingCrypto().Probe().Refusal)],
        [DeviceReasons.DeviceReturned] = () => [Behind(Owned(OwnerAction.Return).Lock())],
        [DeviceReasons.AuthorisationMalformed] = () => [Behind(Given(new CoseSign1Writer().Sign(ResidentReleases.FirmwareKey, [0xA0])))],
        [DeviceReasons.AuthorisationForAnother] = () => [Behind(Owned(OwnerAction.Rotate).Rotate(OwnerAction.Return, 2, ResidentReleases.FirmwareKey, ueid: new byte[33]))],
        [DeviceReasons.AuthorisationUsed] = () => [Behind(Owned(OwnerAction.Rotate).Rotate(OwnerAction.Return, 1, ResidentReleases.FirmwareKey))],
        [DeviceReasons.AuthorisationAction] = () => [Behind(WrongCommand())],
        [DeviceReasons.AuthorisationOwner] = () => [Behind(Owned(OwnerAction.Rotate, ResidentReleases.NewKey()).Rotate(OwnerAction.Rotate, 2, ResidentReleases.FirmwareKey))],
    };

    private static ResidentWorld Programmed()
    {
        ResidentWorld world = new();
        world.WriteSecret();
        return world;
    }

    private static ResidentWorld LeftOpen()
    {
        ResidentWorld world = new ResidentWorld().Certified();
        world.OpenLock = "debug-port";
        return world;
    }

    private static ResidentWorld WithFailingCrypto()
    {
        ResidentWorld world = new(operations: new WatchedOperations(new HostDiceOperations(), 1));
        world.WriteSecret();
        return world;
    }

    /// <summary>After its first authorisation.</summary>
    private static ResidentWorld Owned(OwnerAction action, SigningKey? owner = null)
    {
        ResidentWorld world = new ResidentWorld().Certified();
        world.Rotate(action, 1, ResidentReleases.FirmwareKey, owner);
        return world;
    }

    private static DeviceRefusal Given(byte[] authorisation) => new ResidentWorld().Certified().Ask(DeviceCommand.RotateOwner, a => a.Bytes(1, authorisation)).Refusal;

    private static DeviceRefusal WrongCommand()
    {
        ResidentWorld world = new ResidentWorld().Certified();
        byte[] authorisation = world.Authorisation(OwnerAction.Decommission, 1, ResidentReleases.FirmwareKey);
        return world.Ask(DeviceCommand.RotateOwner, a => a.Bytes(1, authorisation)).Refusal;
    }
}
