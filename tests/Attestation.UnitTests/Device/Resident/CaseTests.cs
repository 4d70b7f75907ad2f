using Attestation.UnitTests.Device.Gpio;
using Attestation.Device;
using Attestation.Device.Gpio;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>A case that is opened while the board runs.</summary>
public sealed class CaseTests
{
    [Theory]
    [InlineData("opened and closed again", "1", true)]
    [InlineData("never opened", "0", false)]
    [InlineData("a short disturbance", "0110", false)]
    public void An_opening_is_remembered_until_the_next_boot_measures_it(string description, string levels, bool isTripped)
    {
        var lid = new Bench();
        ResidentWorld world = new ResidentWorld(lid: lid).Locked(ResidentReleases.Of("1.0.0", 1));
        lid.Levels(levels);
        world.Resident.WatchCase();
        lid.Levels("0");
        world.Resident.WatchCase();
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.True(new TamperRecord(world.Flash, "tamper").TryRead(out bool isRemembered, out _), description);
        Assert.Equal(isTripped, isRemembered);
    }

    [Fact]
    public void A_closed_case_costs_the_storage_nothing()
    {
        var lid = new Bench();
        ResidentWorld world = new ResidentWorld(lid: lid).Locked();
        for (int i = 0; i < 20; i++)
            world.Resident.WatchCase();
        Assert.Equal(0, world.Flash.Changes);
        new ResidentWorld().Resident.WatchCase(); // no switch: nothing to watch
    }
}
