using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Protocol;
using Attestation.Dice.Host;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Boot;
using Attestation.UnitTests.Device.Resident;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceApplication => new()
    {
        [DeviceReasons.NonceSize] = () => [Behind(AskedOfDevice(device => device.Attest(new byte[7])))],
        [DeviceReasons.EvidenceFailed] = () => [Behind(AskedOfDevice(device => device.Attest(new byte[8]), breaks: true))],
        [DeviceReasons.SealArgument] = () => [Behind(AskedOfDevice(device => device.Seal(new byte[SealedBlob.MaximumData + 1])))],
        [DeviceReasons.SealingFailed] = () => [Behind(AskedOfDevice(device => device.Seal([1]), breaks: true))],
        [DeviceReasons.SealedMalformed] = () => [Behind(AskedOfDevice(device => device.Unseal([1])))],
        [DeviceReasons.SealedForAnother] = () => [Behind(AskedOfDevice(device => device.Unseal("one", device.Seal("another", [1]))))],
        [DeviceReasons.SealedByNewerFirmware] = () => [Behind(AskedOfDevice(device => device.Unseal(OfVersion(device.Seal([1]), 8))))],
        [DeviceReasons.SealedVersionsUnknown] = () => [Behind(AskedOfDevice(device => device.Unseal(BootedIdentity(9).Seal([1])), ceiling: 0))],
        [DeviceReasons.IdentityStopped] = () => [Behind(AskedOfDevice(StoppedDevice))],
        [DeviceReasons.NothingRuns] = () => [Behind(new ResidentWorld().Certified().Ask(DeviceCommand.Challenge, a => a.Bytes(1, new byte[8])).Refusal)],
    };

    /// <summary>Why a running application got no answer.</summary>
    /// <param name="breaks">Its crypto fails from the moment when the boot is over.</param>
    private static DeviceRefusal AskedOfDevice(Func<DeviceIdentity, byte[]?> question, bool breaks = false, int ceiling = 9)
    {
        DeviceIdentity device = BootedIdentity(ceiling, breaks);
        Assert.Null(question(device));
        return device.Refusal;
    }

    private static DeviceIdentity BootedIdentity(int ceiling, bool breaks = false)
    {
        WatchedOperations counter = new(new HostDiceOperations());
        BootWorld counted = new(counter);
        counted.Boot(out _);
        BootWorld world = breaks ? new BootWorld(new WatchedOperations(new HostDiceOperations(), counter.Calls + 1)) : new BootWorld();
        world.Plan.SealingCeiling = ceiling;
        Assert.Equal(DeviceRefusal.None, world.Boot(out DeviceIdentity device));
        return device;
    }

    private static byte[] OfVersion(byte[] blob, byte version)
    {
        blob[5] = version; // docs/formats/sealed-blob.md: u32 at 2
        return blob;
    }

    private static byte[]? StoppedDevice(DeviceIdentity device)
    {
        device.Stop();
        return device.Attest(new byte[8]);
    }
}
