using Attestation.Device;
using Attestation.Device.Manifest;
using Attestation.Device.Protocol;
using Attestation.Dice;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Manifest;
using Attestation.UnitTests.Device.Resident;
using Attestation.UnitTests.Factory;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    /// <summary>The board's reader over vectors that openssl signed, and a resident with an update at the wrong time.</summary>
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceUpdate => new()
    {
        [DeviceReasons.MessageSize] = () => ReadByDevice(DeviceRefusal.MessageSize),
        [DeviceReasons.MessageEnvelope] = () => ReadByDevice(DeviceRefusal.MessageEnvelope),
        [DeviceReasons.MessageAlgorithm] = () => [Behind(UpdateManifest.Verify(DeviceRelease.Manifest, new FirmwareKey(DiceAlgorithm.Ed25519, new byte[32]), out _))],
        [DeviceReasons.MessageSignature] = () => ReadByDevice(DeviceRefusal.MessageSignature),
        [DeviceReasons.ManifestStructure] = () => ReadByDevice(DeviceRefusal.ManifestStructure),
        [DeviceReasons.ManifestFormat] = () => ReadByDevice(DeviceRefusal.ManifestFormat),
        [DeviceReasons.ManifestName] = () => ReadByDevice(DeviceRefusal.ManifestName),
        [DeviceReasons.ManifestNameTwice] = () => ReadByDevice(DeviceRefusal.ManifestNameTwice),
        [DeviceReasons.ManifestCount] = () => ReadByDevice(DeviceRefusal.ManifestCount),
        [DeviceReasons.ManifestFileSize] = () => ReadByDevice(DeviceRefusal.ManifestFileSize),
        [DeviceReasons.ManifestClass] = () => Booted(DeviceRefusal.ManifestClass),
        [DeviceReasons.ManifestSvn] = () => Booted(DeviceRefusal.ManifestSvn),
        [DeviceReasons.ManifestResident] = () => Booted(DeviceRefusal.ManifestResident),
        [DeviceReasons.UpdateOnTrial] = () => [Behind(OnTrial().Send(ResidentReleases.Of("3.0.0", 3)))],
        [DeviceReasons.UpdateNotBegun] = () => [Behind(new ResidentWorld().Ask(DeviceCommand.UpdateCommit).Refusal)],
        [DeviceReasons.UpdateOffset] = () => [Behind(Begun().Ask(DeviceCommand.UpdateData, a => a.Text(1, "lib.pe").Number(2, 5).Bytes(3, [1])).Refusal)],
        [DeviceReasons.UpdateIncomplete] = () => [Behind(Begun().Ask(DeviceCommand.UpdateCommit).Refusal)],
        [DeviceReasons.FileDigest] = () => Booted(DeviceRefusal.FileDigest),
        [DeviceReasons.StorageFailed] = () => [Behind(WithoutPower(world => world.WriteIdentity(), world => world.WriteSecret()))],
        [DeviceReasons.RollbackCounter] = () => Booted(DeviceRefusal.RollbackCounter),
    };

    private static IEnumerable<ReasonCode> ReadByDevice(DeviceRefusal expected) =>
        from vector in UpdateManifestTests.Refusals
        where vector.Value == expected
        select Behind(UpdateManifest.Verify(BoardVectors.UpdateManifests.Read(vector.Key), UpdateManifestTests.KeyOf(vector.Key), out _));

    private static ResidentWorld OnTrial()
    {
        ResidentWorld world = new ResidentWorld().Certified(DeviceRelease);
        world.Send(ResidentReleases.Of("2.0.0", 2));
        world.PowerOn();
        return world;
    }

    /// <summary>The manifest was taken, and no file.</summary>
    private static ResidentWorld Begun()
    {
        ResidentWorld world = new();
        world.Ask(DeviceCommand.UpdateBegin, a => a.Number(1, 0).Number(2, DeviceRelease.Manifest.Length).Bytes(3, DeviceRelease.Manifest));
        return world;
    }

    /// <summary>A step whose first write fails.</summary>
    private static DeviceRefusal WithoutPower(Func<ResidentWorld, DeviceRefusal> step, Func<ResidentWorld, DeviceRefusal>? before = null)
    {
        ResidentWorld world = new();
        before?.Invoke(world);
        world.Probe();
        world.Flash.PowerOn();
        world.Flash.CutAt = 0;
        return step(world);
    }
}
