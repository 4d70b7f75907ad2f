using Attestation.Device;
using Attestation.Device.Update;

namespace Attestation.UnitTests.Device.Update;

/// <summary>What the board takes when, and what it goes back to.</summary>
public sealed class UpdateStagingTests
{
    private static readonly SignedUpdate Old = UpdateBoard.Release("1", 1), New = UpdateBoard.Release("2", 2), Newer = UpdateBoard.Release("3", 3);

    [Fact]
    public void Unconfirmed_firmware_falls_back_after_its_trial_boots()
    {
        UpdateBoard board = Updated();
        for (int boot = 0; boot < BootSlots.TrialBoots; boot++)
        {
            Assert.Equal("2", board.Boot());
            Assert.True(board.Slots.IsOnTrial);
        }
        Assert.Equal("1", board.Boot());
        Assert.False(board.Slots.IsOnTrial || board.Slots.IsTrialPending);
        Assert.True(board.Counter.TryRead(out ulong lowest) && lowest == 0); // it moves with a confirmation only
    }

    /// <summary>Read back by the measurement that the manifest states: a changed file is found under either.</summary>
    [Theory]
    [InlineData("SHA-512", Attestation.Factory.Releases.FileMeasurement.Sha512)]
    [InlineData("HMAC-SHA-512", Attestation.Factory.Releases.FileMeasurement.HmacSha512)]
    public void What_was_staged_is_measured_as_the_manifest_says(string description, Attestation.Factory.Releases.FileMeasurement measurement)
    {
        SignedUpdate update = UpdateBoard.Release("2", 2, measurement: measurement);
        UpdateBoard board = UpdateBoard.New(Old);
        board.Boot();
        byte[] changed = [.. update.Files["boot.pe"]];
        changed[7] ^= 1;
        SignedUpdate other = update with { Files = new Dictionary<string, byte[]>(update.Files) { ["boot.pe"] = changed } };
        Assert.True(board.Send(other) == DeviceRefusal.FileDigest, description);
        Assert.True(board.Send(update) == DeviceRefusal.None, description);
        Assert.Equal("2", board.Boot());
    }

    [Fact]
    public void A_trial_slot_that_is_refused_is_not_tried_again()
    {
        UpdateBoard board = Updated();
        Assert.True(board.Storage.TryWrite("slot-b/app.pe", 0, [1, 2, 3], 0, 3));
        Assert.Equal("1", board.Boot());
        Assert.False(board.Slots.IsTrialPending);
        Assert.Equal(DeviceRefusal.FileDigest, board.Send(New)); // noticed, deleted
        Assert.Equal(DeviceRefusal.None, board.Send(New));
        Assert.Equal("2", board.Boot());
    }

    [Fact]
    public void While_firmware_is_on_trial_its_predecessor_stays()
    {
        UpdateBoard board = Updated();
        Assert.Equal("2", board.Boot());
        Assert.Equal(DeviceRefusal.UpdateOnTrial, board.Send(Newer));
        Assert.Equal(DeviceRefusal.None, board.Slots.Confirm());
        Assert.Equal(DeviceRefusal.None, board.Slots.Confirm());
        Assert.Equal(DeviceRefusal.None, board.Send(Newer));
        Assert.Equal("3", board.Boot());
    }

    [Fact]
    public void The_same_version_again_changes_nothing()
    {
        UpdateBoard board = Updated();
        board.Storage.PowerOn();
        Assert.Equal(DeviceRefusal.None, board.Send(New)); // staged, not yet started
        Assert.Equal("2", board.Boot());
        board.Slots.Confirm();
        board.Storage.PowerOn();
        Assert.Equal(DeviceRefusal.None, board.Send(New)); // running
        Assert.Null(board.Staging.NextFile);
        Assert.Equal(0, board.Storage.Changes);
    }

    [Fact]
    public void Nothing_is_changed_for_a_manifest_that_is_refused()
    {
        UpdateBoard board = UpdateBoard.New(New);
        board.Boot();
        Assert.True(board.Counter.TryAdvance(2));
        board.Storage.PowerOn();
        byte[] forged = [.. Newer.Manifest];
        forged[^1] ^= 1;
        Assert.Equal(DeviceRefusal.MessageSignature, board.Staging.Begin(forged));
        Assert.Equal(DeviceRefusal.ManifestSvn, board.Staging.Begin(Old.Manifest));
        Assert.Equal(DeviceRefusal.ManifestClass, board.Staging.Begin(UpdateBoard.Release("3", 3, "esp32-s3").Manifest));
        Assert.Equal(0, board.Storage.Changes);
        Assert.Equal(DeviceRefusal.UpdateNotBegun, board.Staging.Write("app.pe", 0, [1], 0, 1));
        Assert.Equal(DeviceRefusal.UpdateNotBegun, board.Staging.Commit());
    }

    [Fact]
    public void Pieces_come_in_order_and_all_of_them()
    {
        UpdateBoard board = UpdateBoard.New(Old);
        board.Boot();
        Assert.Equal(DeviceRefusal.None, board.Staging.Begin(New.Manifest));
        Assert.Equal("boot.pe", board.Staging.NextFile);
        byte[] boot = New.Files["boot.pe"];
        Assert.Equal(DeviceRefusal.UpdateOffset, board.Staging.Write("app.pe", 0, boot, 0, 10));
        Assert.Equal(DeviceRefusal.UpdateOffset, board.Staging.Write("boot.pe", 1, boot, 0, 10));
        Assert.Equal(DeviceRefusal.UpdateOffset, board.Staging.Write("boot.pe", 0, new byte[301], 0, 301));
        Assert.Equal(DeviceRefusal.UpdateOffset, board.Staging.Write("boot.pe", 0, boot, 0, 0));
        Assert.Equal(DeviceRefusal.None, board.Staging.Write("boot.pe", 0, boot, 0, 10));
        Assert.Equal(10, board.Staging.NextOffset);
        Assert.Equal(DeviceRefusal.UpdateIncomplete, board.Staging.Commit());
    }

    [Fact]
    public void A_board_without_a_counter_takes_nothing()
    {
        UpdateBoard board = UpdateBoard.New(Old);
        board.Boot();
        Assert.True(board.Storage.TryDelete("rollback.0") && board.Storage.TryDelete("rollback.1"));
        Assert.Equal(DeviceRefusal.RollbackCounter, board.Staging.Begin(New.Manifest));
        Assert.Null(board.Boot());
        Assert.Equal(DeviceRefusal.UpdateNotBegun, board.Slots.Confirm());
    }

    [Fact]
    public void When_the_confirmed_slot_is_damaged_the_other_one_runs()
    {
        UpdateBoard board = Updated();
        board.Boot();
        Assert.True(board.Storage.TryDelete("slot-a/app.pe"));
        Assert.Equal(DeviceRefusal.None, board.Slots.Confirm());
        Assert.Equal("2", board.Boot());
        Assert.True(board.Storage.TryDelete("slot-b/app.pe"));
        Assert.Null(board.Boot()); // the resident image alone takes an update
        Assert.Equal(DeviceRefusal.None, board.Send(Newer));
        Assert.Equal("3", board.Boot());
    }

    private static UpdateBoard Updated()
    {
        UpdateBoard board = UpdateBoard.New(Old);
        Assert.Equal("1", board.Boot());
        Assert.Equal(DeviceRefusal.None, board.Send(New));
        return board;
    }
}
