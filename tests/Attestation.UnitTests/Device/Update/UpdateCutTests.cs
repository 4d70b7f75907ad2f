using Attestation.Device;
using Attestation.UnitTests.Device.Storage;

namespace Attestation.UnitTests.Device.Update;

/// <summary>The power goes at every change that an update makes to the storage, in every way, once and twice in a row: the board always boots the
/// old firmware or the new one, goes on, and ends on the new one.</summary>
public sealed class UpdateCutTests
{
    /// <summary>Manifest, 5 pieces, and twice (a deletion and a write) each: trial begun, trial boot counted, confirmed, rollback counter.</summary>
    private const int ChangesOfAnUpdate = 14;

    /// <summary>Three files and a manifest of an older release are deleted first.</summary>
    private const int ChangesOverAnOlderRelease = ChangesOfAnUpdate + 4;

    private static readonly SignedUpdate Oldest = UpdateBoard.Release("0", 0), Old = UpdateBoard.Release("1", 1), New = UpdateBoard.Release("2", 2);

    public static TheoryData<Tear> Tears => [.. Enum.GetValues<Tear>()];

    [Theory]
    [InlineData("the spare slot is empty", false, ChangesOfAnUpdate)]
    [InlineData("the spare slot holds an older release", true, ChangesOverAnOlderRelease)]
    public void Without_a_cut(string description, bool isOlder, int changes)
    {
        UpdateBoard board = Begin(isOlder);
        RunOnce(board);
        Assert.True(changes == board.Storage.Changes, $"{description}: {board.Storage.Changes}");
        AssertEndsOnNew(board);
    }

    [Theory]
    [MemberData(nameof(Tears))]
    public void One_cut_at_every_change(Tear tear)
    {
        for (int cut = 0; cut < ChangesOfAnUpdate; cut++)
            CutRuns(false, tear, cut);
        for (int cut = 0; cut < ChangesOverAnOlderRelease; cut++)
            CutRuns(true, tear, cut);
    }

    [Theory]
    [MemberData(nameof(Tears))]
    public void Two_cuts_in_a_row(Tear tear)
    {
        for (int pair = 0; pair < ChangesOverAnOlderRelease * ChangesOverAnOlderRelease; pair++)
            CutRuns(true, tear, pair / ChangesOverAnOlderRelease, pair % ChangesOverAnOlderRelease);
    }

    private static void CutRuns(bool isOlder, Tear tear, params int[] cuts)
    {
        UpdateBoard board = Begin(isOlder);
        bool wasCut = CutRun(board, cuts[0], tear);
        Assert.True(wasCut, $"change {cuts[0]} does not happen"); // so every change of the log was cut; the second run may be shorter
        foreach (int cut in cuts.Skip(1))
            CutRun(board, cut, tear);
        AssertEndsOnNew(board);
    }

    private static UpdateBoard Begin(bool isOlder)
    {
        UpdateBoard board = UpdateBoard.New(isOlder ? Oldest : Old);
        board.Boot();
        if (isOlder)
        {
            Assert.Equal(DeviceRefusal.None, board.Send(Old));
            board.Boot();
            Assert.Equal(DeviceRefusal.None, board.Slots.Confirm());
        }
        Assert.Equal("1", board.Boot());
        board.Storage.PowerOn();
        return board;
    }

    /// <summary>Boots, sends what is missing, boots again, confirms; the power may go meanwhile.</summary>
    private static void RunOnce(UpdateBoard board)
    {
        board.Boot();
        if (board.Slots.IsOnTrial)
            board.Slots.Confirm();
        if (board.Send(New) != DeviceRefusal.None)
            return;
        board.Boot();
        board.Slots.Confirm();
    }

    private static bool CutRun(UpdateBoard board, int at, Tear tear)
    {
        (board.Storage.CutAt, board.Storage.Tear) = (at, tear);
        RunOnce(board);
        bool wasCut = board.Storage.IsOff;
        board.Storage.PowerOn();
        Assert.True(board.Boot() is "1" or "2", $"nothing boots after a cut at change {at}");
        board.Storage.PowerOn();
        return wasCut;
    }

    private static void AssertEndsOnNew(UpdateBoard board)
    {
        for (int run = 0; run < 2; run++) // a file whose digest was wrong is sent once more
            RunOnce(board);
        Assert.Equal("2", board.Boot());
        Assert.False(board.Slots.IsOnTrial || board.Slots.IsTrialPending);
        Assert.True(board.Counter.TryRead(out ulong lowest));
        Assert.Equal(2ul, lowest);
        Assert.Equal(DeviceRefusal.ManifestSvn, board.Staging.Begin(Old.Manifest));
    }
}
