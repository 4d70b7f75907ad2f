using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Factory.Ownership;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Every command in every state has the answer that docs/formats/device-protocol.md states.</summary>
public sealed class StateMatrixTests
{
    private static readonly SignedRelease Release = ResidentReleases.Of("2.0.0", 2);

    [Theory]
    [InlineData(DeviceState.Blank)]
    [InlineData(DeviceState.Programmed)]
    [InlineData(DeviceState.Certified)]
    [InlineData(DeviceState.Locked)]
    [InlineData(DeviceState.Decommissioned)]
    [InlineData(DeviceState.Returned)]
    public void Every_command_is_answered_as_the_document_says(DeviceState state)
    {
        ResidentWorld world = In(state);
        (int Command, string Name, string[] Cells)[] rows = [.. Rows()];
        Assert.Equal(17, rows.Length);
        Assert.All(rows, row => Assert.True(Answer(world, row.Command) == row.Cells[(int)state], $"{row.Name}, {state}: {Answer(world, row.Command)}"));
        Assert.Equal(state, world.State); // no question changed it
    }

    [Fact]
    public void A_number_that_is_not_assigned_is_unknown_in_every_state()
    {
        foreach (DeviceState state in Enum.GetValues<DeviceState>())
            Assert.All((int[])[0, 17, 19, 1000], command => Assert.Equal(DeviceRefusal.CommandUnknown, In(state).Ask(command).Refusal));
    }

    [Theory]
    [InlineData("identity damaged", "identity")]
    [InlineData("owner damaged", "owner")]
    [InlineData("no owner", null)]
    public void Damaged_records_leave_a_device_that_only_says_so(string description, string? record)
    {
        ResidentWorld world = In(DeviceState.Locked);
        Damage(world, record ?? "owner", isRemoved: record is null);
        Assert.True(world.PowerOn() == DeviceRefusal.RecordsDamaged, description);
        Assert.Equal((int)DeviceRefusal.RecordsDamaged, world.Hello().Number(10));
        foreach ((int command, _, _) in Rows().Where(row => row.Command is not (DeviceCommand.Hello or DeviceCommand.ReadLocks or DeviceCommand.Restart)))
            Assert.Equal("15", Answer(world, command));
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.ReadLocks).Refusal);
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Restart).Refusal);
    }

    /// <summary>Asked with an argument too many: a command that is there says so, and does nothing.</summary>
    private static string Answer(ResidentWorld world, int command)
    {
        DeviceRefusal said = world.Ask(command, a => a.Number(8, 0)).Refusal;
        if (command == DeviceCommand.Decommission && world.State == DeviceState.Decommissioned)
            Assert.Equal(DeviceRefusal.None, world.Ask(command, a => a.Bytes(1, [1])).Refusal);
        return said == DeviceRefusal.ArgumentInvalid ? "yes" : $"{(int)said}";
    }

    private static IEnumerable<(int Command, string Name, string[] Cells)> Rows()
    {
        foreach (string line in File.ReadLines(Path.Combine(PublicVectors.RepositoryRoot, "docs", "formats", "device-protocol.md")))
        {
            string[] cells = [.. line.Split('|', StringSplitOptions.TrimEntries)];
            if (cells.Length == 9 && cells[1].Split(' ') is [var number, var name] && int.TryParse(number, out int command))
                yield return (command, name, cells[2..8]);
        }
    }

    private static void Damage(ResidentWorld world, string record, bool isRemoved)
    {
        foreach (string name in (string[])[record + ".0", record + ".1"])
            Assert.True(isRemoved ? world.Flash.TryDelete(name) : world.Flash.TryWrite(name, 12, [0xEE], 0, 1));
    }

    private static ResidentWorld In(DeviceState state)
    {
        var world = new ResidentWorld();
        switch (state)
        {
            case DeviceState.Blank:
                return world;
            case DeviceState.Programmed:
                Assert.Equal(DeviceRefusal.None, world.WriteSecret());
                return world;
            case DeviceState.Certified:
                return world.Certified(Release);
            default:
                world.Locked(Release);
                break;
        }
        if (state is DeviceState.Decommissioned or DeviceState.Returned)
        {
            OwnerAction action = state == DeviceState.Returned ? OwnerAction.Return : OwnerAction.Decommission;
            Assert.Equal(DeviceRefusal.None, world.Rotate(action, 1, ResidentReleases.FirmwareKey));
            world.PowerOn();
        }
        return world;
    }
}
