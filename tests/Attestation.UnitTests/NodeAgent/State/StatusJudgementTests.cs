using Attestation.NodeAgent.State;

namespace Attestation.UnitTests.NodeAgent.State;

public sealed class StatusJudgementTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UnixEpoch.AddDays(20_000);

    [Theory]
    [InlineData("affirming and fresh", Activity.Waiting, AttemptOutcome.Affirming, 60, true, 0, "affirming")]
    [InlineData("refused", Activity.Waiting, AttemptOutcome.Refused, 60, true, 1, "refused")]
    [InlineData("the next attempt is under way", Activity.Attesting, AttemptOutcome.Affirming, 60, true, 0, "affirming")]
    [InlineData("too old", Activity.Waiting, AttemptOutcome.Affirming, -1, true, 3, "stale")]
    [InlineData("the process is gone", Activity.Waiting, AttemptOutcome.Affirming, 60, false, 3, "stopped")]
    [InlineData("the service was stopped", Activity.Stopped, AttemptOutcome.Affirming, 60, true, 3, "stopped")]
    [InlineData("attested once and ended", Activity.Done, AttemptOutcome.Affirming, 60, false, 0, "affirming")]
    [InlineData("attested once, long ago", Activity.Done, AttemptOutcome.Affirming, -1, false, 3, "stale")]
    public void OnlyAFreshVerdictOfALivingAgentCounts(
        string what, Activity activity, AttemptOutcome outcome, int freshSeconds, bool isRunning, int exitCode, string word)
    {
        var verdict = new Attempt(Now, outcome, [], null, null, null, null);
        StatusDocument status = Status(activity) with { Last = verdict, LastVerdict = verdict, FreshUntil = Now.AddSeconds(freshSeconds) };
        StatusJudgement judged = StatusJudgement.Of(status, Now, isRunning);
        Assert.True((judged.ExitCode, judged.Word) == (exitCode, word), $"{what}: {judged}");
    }

    [Fact]
    public void WithoutAVerdictThereIsNothingThatCounts()
    {
        Assert.Equal((3, "pending"), Told(Status(Activity.Attesting), isRunning: true));
        Assert.Equal((3, "stopped"), Told(Status(Activity.Attesting), isRunning: false));
        Assert.Equal((3, "pending"), Told(Status(Activity.Done), isRunning: false));
    }

    private static (int, string) Told(StatusDocument status, bool isRunning) =>
        (StatusJudgement.Of(status, Now, isRunning).ExitCode, StatusJudgement.Of(status, Now, isRunning).Word);

    private static StatusDocument Status(Activity activity) => new(activity, 1, Now, null, null, null, null, null, null, null, null, 0, null, null, null);
}
