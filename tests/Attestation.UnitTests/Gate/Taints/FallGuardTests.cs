using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Taints;
using static Attestation.UnitTests.Gate.Taints.NodeBench;

namespace Attestation.UnitTests.Gate.Taints;

public sealed class FallGuardTests
{
    private static readonly StormSettings NoStop = new() { PerMinute = 5, StopShare = 100, Settle = TimeSpan.Zero };

    private static readonly StormSettings Fifth = new() { PerMinute = 100, StopShare = 20, Minimum = 2, Window = TimeSpan.FromMinutes(10), Settle = TimeSpan.Zero };

    [Fact]
    public void Never_more_than_the_cap_fall_in_any_sixty_seconds()
    {
        FallGuard guard = Guard(NoStop, 1000);
        var falls = new List<DateTimeOffset>();
        var waiting = new Queue<string>(Enumerable.Range(0, 100).Select(i => $"n{i}"));
        for (DateTimeOffset now = Start; waiting.Count > 0 && now < Start.AddHours(1); now += TimeSpan.FromSeconds(7))
        {
            while (waiting.TryPeek(out string? node) && guard.Ask(node, false, now).At is { } at)
            {
                falls.Add(at);
                waiting.Dequeue();
            }
        }

        Assert.Equal(100, falls.Count);
        Assert.All(falls, from => Assert.InRange(falls.Count(at => at >= from && at < from.AddSeconds(60)), 1, 5));
    }

    [Fact]
    public void One_that_is_over_the_cap_is_told_when_to_ask_again()
    {
        FallGuard guard = Guard(NoStop with { PerMinute = 1 }, 10);
        Assert.NotNull(guard.Ask("a", false, Start).At);

        Fall held = guard.Ask("b", false, Start.AddSeconds(10));

        Assert.Equal((GateReasons.StormRate, Start.AddSeconds(60)), (held.Held!.Code, held.Next));
        Assert.NotNull(guard.Ask("b", false, held.Next!.Value).At);
    }

    [Fact]
    public void Where_more_than_the_share_would_fall_none_falls()
    {
        FallGuard guard = Guard(Fifth, 10);
        foreach (string node in new[] { "a", "b", "c" })
            guard.Announce(node, Start);

        Assert.Equal(GateReasons.StormStopped, guard.Ask("a", false, Start).Held!.Code);
        Assert.Equal(StormState.Stopped, guard.Look(Start).State);
    }

    [Fact]
    public void Exactly_the_share_may_fall()
    {
        FallGuard guard = Guard(Fifth, 10);
        Assert.NotNull(guard.Ask("a", false, Start).At);
        Assert.NotNull(guard.Ask("b", false, Start).At);
        Assert.Equal(GateReasons.StormStopped, guard.Ask("c", false, Start.AddMinutes(9)).Held!.Code);
        Assert.NotNull(guard.Ask("c", false, Start.AddMinutes(11)).At);
    }

    [Fact]
    public void A_node_waits_a_moment_in_which_a_storm_is_seen()
    {
        FallGuard guard = Guard(Fifth with { Settle = TimeSpan.FromSeconds(1) }, 10);
        Assert.Equal((null, null, Start.AddSeconds(1)), (guard.Ask("a", false, Start).At, guard.Ask("a", false, Start).Held, guard.Ask("a", false, Start).Next));
        Assert.NotNull(guard.Ask("a", false, Start.AddSeconds(1)).At);

        guard.Ask("b", false, Start.AddSeconds(2));
        guard.Ask("c", false, Start.AddSeconds(2.5));

        Assert.Equal(GateReasons.StormStopped, guard.Ask("b", false, Start.AddSeconds(3)).Held!.Code);
        Assert.NotNull(guard.Ask("r", true, Start.AddSeconds(3)).At);
    }

    [Fact]
    public void One_node_of_a_small_cluster_may_always_fall()
    {
        FallGuard guard = Guard(Fifth, 2);
        Assert.NotNull(guard.Ask("a", false, Start).At);
        Assert.Equal(GateReasons.StormStopped, guard.Ask("b", false, Start).Held!.Code);
    }

    [Fact]
    public void When_the_share_recovers_the_stopped_ones_are_given_back()
    {
        FallGuard guard = Guard(Fifth, 10);
        foreach (string node in new[] { "a", "b", "c" })
            guard.Announce(node, Start);
        foreach (string node in new[] { "a", "b", "c" })
            guard.Ask(node, false, Start);

        guard.Forget("b");

        (StormState state, IReadOnlyList<string> resumed) = guard.Look(Start.AddSeconds(1));
        Assert.Equal(StormState.Calm, state);
        Assert.Equal(["a", "c"], resumed.Order());
        Assert.NotNull(guard.Ask("a", false, Start.AddSeconds(2)).At);
    }

    [Fact]
    public void An_acknowledged_storm_goes_on_under_the_cap_and_the_next_one_stops_again()
    {
        FallGuard guard = Guard(Fifth with { PerMinute = 2 }, 10);
        foreach (string node in new[] { "a", "b", "c" })
            guard.Announce(node, Start);
        Assert.Equal(StormState.Stopped, guard.Look(Start).State);

        guard.Acknowledge();

        Assert.NotNull(guard.Ask("a", false, Start).At);
        Assert.NotNull(guard.Ask("b", false, Start).At);
        Assert.Equal(GateReasons.StormRate, guard.Ask("c", false, Start).Held!.Code);
        Assert.NotNull(guard.Ask("c", false, Start.AddSeconds(60)).At);
        Assert.Equal(StormState.Calm, guard.Look(Start.AddMinutes(20)).State);
        foreach (string node in new[] { "d", "e", "f" })
            guard.Announce(node, Start);
        Assert.Equal(StormState.Stopped, guard.Look(Start.AddMinutes(21)).State);
    }

    [Fact]
    public void A_revocation_is_not_stopped_and_counts_towards_the_cap()
    {
        FallGuard guard = Guard(Fifth with { PerMinute = 1 }, 10);
        foreach (string node in new[] { "a", "b", "c" })
            guard.Announce(node, Start);

        Assert.NotNull(guard.Ask("r", true, Start).At);
        Assert.Equal(GateReasons.StormRate, guard.Ask("s", true, Start).Held!.Code);
    }

    [Fact]
    public void Revocations_alone_are_no_storm()
    {
        FallGuard guard = Guard(Fifth, 10);
        foreach (string node in new[] { "a", "b", "c", "d" })
            Assert.NotNull(guard.Ask(node, true, Start).At);
        Assert.NotNull(guard.Ask("e", false, Start).At);
    }

    [Fact]
    public void After_a_restart_the_falls_that_stand_on_the_nodes_count()
    {
        FallGuard guard = new(Fifth with { PerMinute = 2 });
        guard.Reset(20, [("a", Start.AddSeconds(-30), false), ("b", Start.AddSeconds(-20), false), ("old", Start.AddHours(-1), false)], Start);

        Fall held = guard.Ask("c", false, Start);

        Assert.Equal((GateReasons.StormRate, Start.AddSeconds(30)), (held.Held!.Code, held.Next));
    }

    private static FallGuard Guard(StormSettings settings, int nodes)
    {
        var guard = new FallGuard(settings);
        guard.Count(nodes);
        return guard;
    }
}
