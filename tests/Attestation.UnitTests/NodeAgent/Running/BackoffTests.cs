using Attestation.NodeAgent.Running;

namespace Attestation.UnitTests.NodeAgent.Running;

public sealed class BackoffTests
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(2), Cap = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("the first failure, the longest draw", 1, 1.0, 2.0)]
    [InlineData("doubled each time", 4, 1.0, 16.0)]
    [InlineData("full jitter: any part of it", 4, 0.25, 4.0)]
    [InlineData("no longer than the cap", 10, 1.0, 60.0)]
    [InlineData("no overflow after a night without verifier", int.MaxValue, 0.5, 30.0)]
    [InlineData("never at once", 1, 0.0, 0.2)]
    public void FailuresDoubleTheBound(string what, int failures, double drawn, double seconds)
    {
        TimeSpan pause = new Backoff(First, Cap, () => drawn).After(failures, null);
        Assert.True(pause == TimeSpan.FromSeconds(seconds), $"{what}: {pause}");
    }

    [Theory]
    [InlineData("what the verifier asks for is the least", 10, 0.0, 10.0)]
    [InlineData("spread a little", 10, 0.5, 11.0)]
    [InlineData("no longer than the cap", 3600, 0.0, 60.0)]
    public void RetryAfterIsHonoured(string what, int asked, double drawn, double seconds)
    {
        TimeSpan pause = new Backoff(First, Cap, () => drawn).After(1, TimeSpan.FromSeconds(asked));
        Assert.True(pause == TimeSpan.FromSeconds(seconds), $"{what}: {pause}");
    }

    [Fact]
    public void RegularPausesSpreadByATenth()
    {
        Assert.Equal(TimeSpan.FromSeconds(300), new Backoff(First, Cap, () => 0).Regular(TimeSpan.FromSeconds(300)));
        Assert.Equal(TimeSpan.FromSeconds(285), new Backoff(First, Cap, () => 0.5).Regular(TimeSpan.FromSeconds(300)));
    }
}
