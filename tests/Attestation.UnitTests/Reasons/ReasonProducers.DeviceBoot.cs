using Attestation.Device;
using Attestation.Factory.Ownership;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Boot;
using Attestation.UnitTests.Device.Resident;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static readonly SignedRelease DeviceRelease = ResidentReleases.Of("1.0.0", 1);

    /// <summary>A boot over each defect that the boot's own tests know, and what a resident makes of a device that boots nothing.</summary>
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceBoot => new()
    {
        [DeviceReasons.UdsUnavailable] = () => Booted(DeviceRefusal.UdsUnavailable),
        [DeviceReasons.UdsBlank] = () => Booted(DeviceRefusal.UdsBlank),
        [DeviceReasons.ResidentUnreadable] = () => Booted(DeviceRefusal.ResidentUnreadable),
        [DeviceReasons.DiceFailed] = () => Booted(DeviceRefusal.DiceFailed),
        [DeviceReasons.PlanIncomplete] = () => Booted(DeviceRefusal.PlanIncomplete),
        [DeviceReasons.NoRelease] = () => Booted(DeviceRefusal.NoRelease),
        [DeviceReasons.FileMissing] = () => Booted(DeviceRefusal.FileMissing),
        [DeviceReasons.FileSize] = () => Booted(DeviceRefusal.FileSize),
        [DeviceReasons.VersionAboveCeiling] = () => Booted(DeviceRefusal.VersionAboveCeiling),
        [DeviceReasons.OutOfMemory] = () => Booted(DeviceRefusal.OutOfMemory),
        [DeviceReasons.LayerNotLoadable] = () => Booted(DeviceRefusal.LayerNotLoadable),
        [DeviceReasons.ApplicationFailed] = () => [Behind(FailedApplication())],
        [DeviceReasons.BootFailed] = () => Booted(DeviceRefusal.BootFailed),
        [DeviceReasons.NotProvisioned] = () => [Behind(new ResidentWorld().Booted)],
        [DeviceReasons.RecordsDamaged] = () => [Behind(DamagedRecords())],
        [DeviceReasons.Decommissioned] = () => [Behind(OutOfService())],
    };

    /// <summary>The reason behind the number that a device gives.</summary>
    private static ReasonCode Behind(DeviceRefusal refusal) => DeviceReasons.OfNumber((int)refusal)!;

    /// <summary>What really comes of each defect that is to give one refusal.</summary>
    private static IEnumerable<ReasonCode> Booted(DeviceRefusal expected)
    {
        foreach (object[] row in BootApplicationTests.Refusals.Where(row => (DeviceRefusal)row[1] == expected))
        {
            BootWorld world = new();
            ((Action<BootWorldAccess>)row[2])(new BootWorldAccess(world));
            yield return Behind(world.Boot(out _));
        }
    }

    private static DeviceRefusal FailedApplication()
    {
        BootWorld world = new() { Application = _ => false };
        var boot = new Attestation.Device.Boot.BootApplication(world.Board, world.Plan, world.Identity);
        boot.Boot([BootWorld.Slot], out var device);
        return boot.StartApplication(device);
    }

    private static DeviceRefusal DamagedRecords()
    {
        ResidentWorld world = new ResidentWorld().Certified();
        Assert.True(world.Flash.TryDelete("owner.0") && world.Flash.TryDelete("owner.1"));
        return world.PowerOn();
    }

    private static DeviceRefusal OutOfService()
    {
        ResidentWorld world = new ResidentWorld().Certified();
        world.Rotate(OwnerAction.Decommission, 1, ResidentReleases.FirmwareKey);
        return world.PowerOn();
    }
}
