using Attestation.Device;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Update;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Resident;

/// <summary>Updates over the session, and what a boot makes of the slots.</summary>
public sealed class ResidentUpdateTests
{
    private static readonly SignedRelease Old = ResidentReleases.Of("1.0.0", 1), New = ResidentReleases.Of("2.0.0", 2), Newer = ResidentReleases.Of("3.0.0", 3);

    public static TheoryData<Tear> Tears => [.. Enum.GetValues<Tear>()];

    [Fact]
    public void An_update_is_tried_confirmed_and_the_old_one_refused()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        AssertStatus(world, "slot-a", onTrial: 0, pending: 1, counter: 0);
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal("2.0.0", world.Hello().Text(5));
        AssertStatus(world, "slot-b", onTrial: 1, pending: 0, counter: 0);
        Assert.True(world.Resident.IsOnTrial);
        Assert.Equal(DeviceRefusal.UpdateOnTrial, world.Send(Newer));
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Confirm).Refusal);
        Assert.False(world.Resident.IsOnTrial);
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Confirm).Refusal);
        AssertStatus(world, "slot-b", onTrial: 0, pending: 0, counter: 2);
        Assert.Equal(DeviceRefusal.ManifestSvn, world.Send(Old));
        Assert.Equal(DeviceRefusal.None, world.Send(New)); // it runs already: nothing is wanted
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal("2.0.0", world.Hello().Text(5));
    }

    [Fact]
    public void Firmware_that_came_with_the_device_is_a_floor_once_it_is_confirmed()
    {
        ResidentWorld world = new ResidentWorld().Locked(Newer);
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Confirm).Refusal);
        AssertStatus(world, "slot-a", onTrial: 0, pending: 0, counter: 3);
        Assert.Equal(DeviceRefusal.ManifestSvn, world.Send(New));
    }

    [Fact]
    public void A_pending_trial_outlives_the_confirmation_of_what_runs()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Confirm).Refusal);
        AssertStatus(world, "slot-a", onTrial: 0, pending: 1, counter: 1);
        world.PowerOn();
        AssertStatus(world, "slot-b", onTrial: 1, pending: 0, counter: 1);
    }

    [Fact]
    public void Unconfirmed_firmware_falls_back_after_its_trial_boots()
    {
        ResidentWorld world = Updated();
        for (int boot = 1; boot < BootSlots.TrialBoots; boot++)
            world.PowerOn();
        Assert.Equal("2.0.0", world.Hello().Text(5));
        world.PowerOn();
        Assert.Equal("1.0.0", world.Hello().Text(5));
        AssertStatus(world, "slot-a", onTrial: 0, pending: 0, counter: 0);
    }

    [Fact]
    public void A_trial_that_cannot_be_loaded_is_not_tried_again()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        world.Unloadable = "app.pe";
        Assert.Equal(DeviceRefusal.LayerNotLoadable, world.PowerOn());
        Assert.Equal((int)DeviceRefusal.LayerNotLoadable, world.Hello().Number(10));
        Assert.Equal(DeviceRefusal.NothingRuns, world.Ask(DeviceCommand.Challenge, a => a.Bytes(1, new byte[8])).Refusal);
        world.Unloadable = null;
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal("1.0.0", world.Hello().Text(5));
    }

    [Fact]
    public void A_trial_whose_files_are_damaged_is_not_tried_again()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        Assert.True(world.Flash.TryWrite("slot-b/app.pe", 5, [0xEE], 0, 1));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal("1.0.0", world.Hello().Text(5));
        AssertStatus(world, "slot-a", onTrial: 0, pending: 0, counter: 0);
    }

    [Theory]
    [InlineData("it throws", true)]
    [InlineData("it has no entry", false)]
    public void A_failed_application_is_told_not_confirmed_and_the_device_goes_on_answering(string description, bool throws)
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        world.Application = _ => throws ? throw new InvalidOperationException() : false;
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.True(SpinWait.SpinUntil(() => world.Resident.Refusal != DeviceRefusal.None, TimeSpan.FromMinutes(1)), description);
        Assert.Equal((int)DeviceRefusal.ApplicationFailed, world.Hello().Number(10));
        Assert.Equal(DeviceRefusal.ApplicationFailed, world.Ask(DeviceCommand.Confirm).Refusal);
        Assert.Equal(DeviceRefusal.IdentityStopped, world.Ask(DeviceCommand.Challenge, a => a.Bytes(1, new byte[8])).Refusal);
        Assert.Equal(DeviceRefusal.None, world.Ask(DeviceCommand.Restart).Refusal);
        for (int boot = 0; boot < BootSlots.TrialBoots; boot++)
            world.PowerOn();
        Assert.Equal("1.0.0", world.Hello().Text(5));
    }

    [Fact]
    public void An_application_confirms_its_own_release()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        using var done = new ManualResetEventSlim();
        world.Application = device =>
        {
            bool isConfirmed = device.Confirm() && device.Confirm();
            done.Set();
            return isConfirmed;
        };
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.True(done.Wait(TimeSpan.FromMinutes(1)));
        AssertStatus(world, "slot-b", onTrial: 0, pending: 0, counter: 2);
        Assert.Equal(DeviceRefusal.ManifestSvn, world.Send(Old));
        world.Running().Stop();
        Assert.False(world.Running().Confirm());
        Assert.Equal(DeviceRefusal.IdentityStopped, world.Running().Refusal);
    }

    [Fact]
    public void An_application_that_ended_leaves_a_device_that_attests()
    {
        using var ended = new ManualResetEventSlim();
        ResidentWorld world = new ResidentWorld().Certified(Old);
        world.Application = _ =>
        {
            ended.Set();
            return true;
        };
        world.PowerOn();
        Assert.True(ended.Wait(TimeSpan.FromMinutes(1)));
        Assert.NotEmpty(world.Evidence(new byte[8]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_without_a_release_takes_one(bool isProvisioned)
    {
        ResidentWorld world = new();
        if (isProvisioned)
            world.Locked();
        Assert.Equal(isProvisioned ? DeviceRefusal.NoRelease : DeviceRefusal.NotProvisioned, world.Booted);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        if (!isProvisioned)
            world.Locked();
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        Assert.Equal("2.0.0", world.Hello().Text(5));
    }

    /// <summary>What was flashed before the board was told its model is not booted when it is another's.</summary>
    [Fact]
    public void A_release_of_another_model_is_not_booted()
    {
        ResidentWorld world = new();
        Assert.Equal(DeviceRefusal.ManifestClass, world.Send(ResidentReleases.Of("2.0.0", 2, board: "rp2350")));
        Assert.Equal(DeviceRefusal.None, world.Send(ResidentReleases.Of("2.0.0", 2, model: "edge-9")));
        world.Certified();
        Assert.Equal(DeviceRefusal.ManifestClass, world.Booted);
        Assert.Equal(DeviceRefusal.ManifestClass, world.Send(ResidentReleases.Of("2.0.0", 2, model: "edge-9")));
    }

    [Fact]
    public void The_manifest_comes_in_order_and_begins_again_with_offset_0()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.UpdateNotBegun, Begin(world, 10, 100, 10).Refusal);
        Assert.Equal(10, Begin(world, 0, 100, 10).Number(1));
        Assert.Equal(DeviceRefusal.UpdateOffset, Begin(world, 20, 100, 10).Refusal);
        Assert.Equal(DeviceRefusal.UpdateOffset, Begin(world, 10, 99, 10).Refusal);
        Assert.Equal(DeviceRefusal.UpdateOffset, Begin(world, 10, 100, 91).Refusal);
        Assert.Equal(DeviceRefusal.MessageSize, Begin(world, 0, 8193, 10).Refusal);
        Assert.Equal(10, Begin(world, 0, 100, 10).Number(1));
        Assert.Equal(DeviceRefusal.MessageEnvelope, Begin(world, 10, 100, 90).Refusal);
        Assert.Equal(DeviceRefusal.UpdateNotBegun, world.Ask(DeviceCommand.UpdateCommit).Refusal);
        Assert.Equal(DeviceRefusal.UpdateNotBegun, world.Ask(DeviceCommand.UpdateData, a => a.Text(1, "app.pe").Number(2, 0).Bytes(3, [1])).Refusal);
    }

    [Fact]
    public void After_a_reset_an_update_goes_on_where_it_was()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        SignedRelease part = New with { Files = new Dictionary<string, byte[]>(New.Files) { ["app.pe"] = [.. New.Files["app.pe"][..1500]] } };
        Assert.Equal(DeviceRefusal.ArgumentInvalid, world.Send(part)); // the station's file ends
        Said status = world.Ask(DeviceCommand.UpdateStatus);
        Assert.Equal(("app.pe", 1500), (status.Text(4), status.Number(5)));
        world.PowerOn();
        Assert.False(world.Ask(DeviceCommand.UpdateStatus).Has(4));
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        Assert.InRange(world.Flash.Changes, 1, 8); // not the whole of it again
        world.PowerOn();
        Assert.Equal("2.0.0", world.Hello().Text(5));
    }

    /// <summary>The power goes at every change of update, trial and confirmation, in every way: the device boots the old
    /// release or the new one, takes the rest, and ends on the new one with the old one refused.</summary>
    [Theory]
    [MemberData(nameof(Tears))]
    public void A_cut_at_every_change_of_an_update(Tear tear)
    {
        int changes = Changes();
        Assert.Equal(14, changes); // manifest, 5 pieces, and two each: trial, trial boot counted, confirmed, rollback counter
        for (int cut = 0; cut < changes; cut++)
        {
            ResidentWorld world = Begun();
            (world.Flash.CutAt, world.Flash.Tear) = (cut, tear);
            Update(world);
            Assert.True(world.Flash.IsOff, $"change {cut} does not happen");
            Assert.Equal(DeviceRefusal.None, world.PowerOn());
            for (int run = 0; run < 2; run++) // a file whose digest was wrong is sent once more
                Update(world);
            Assert.Equal(DeviceRefusal.None, world.PowerOn());
            Assert.Equal("2.0.0", world.Hello().Text(5));
            AssertStatus(world, null, onTrial: 0, pending: 0, counter: 2);
            Assert.Equal(DeviceRefusal.ManifestSvn, world.Send(Old));
            Assert.Equal(DeviceState.Locked, world.State);
        }
    }

    private static int Changes()
    {
        ResidentWorld world = Begun();
        Update(world);
        return world.Flash.Changes;
    }

    private static ResidentWorld Begun()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        world.PowerOn();
        return world;
    }

    /// <summary>What a station does, without the power's leave: sends, restarts, confirms.</summary>
    private static void Update(ResidentWorld world)
    {
        if (world.Ask(DeviceCommand.UpdateStatus).Refusal == DeviceRefusal.None && world.Ask(DeviceCommand.UpdateStatus).Number(2) == 0 && world.Send(New) != DeviceRefusal.None)
            return;
        world.Reset();
        world.Ask(DeviceCommand.Confirm);
    }

    private static Said Begin(ResidentWorld world, int offset, int total, int count) =>
        world.Ask(DeviceCommand.UpdateBegin, a => a.Number(1, offset).Number(2, total).Bytes(3, new byte[count]));

    private static ResidentWorld Updated()
    {
        ResidentWorld world = new ResidentWorld().Locked(Old);
        Assert.Equal(DeviceRefusal.None, world.Send(New));
        Assert.Equal(DeviceRefusal.None, world.PowerOn());
        return world;
    }

    private static void AssertStatus(ResidentWorld world, string? slot, int onTrial, int pending, int counter)
    {
        Said status = world.Ask(DeviceCommand.UpdateStatus);
        Assert.Equal((onTrial, pending, counter), (status.Number(2), status.Number(3), status.Number(6)));
        Assert.True(slot is null || status.Text(1) == slot);
    }
}
