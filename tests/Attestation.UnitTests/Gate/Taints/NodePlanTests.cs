using Attestation.Formats.Reasons;
using Attestation.Gate;
using Attestation.Gate.Configuration;
using Attestation.Gate.Taints;
using static Attestation.UnitTests.Gate.Taints.NodeBench;

namespace Attestation.UnitTests.Gate.Taints;

/// <summary>Ladder, guard and difference together, as the keeper uses them.</summary>
public sealed class NodePlanTests
{
    private static readonly StormSettings Storm = new() { PerMinute = 1, StopShare = 100, Settle = TimeSpan.FromSeconds(1) };

    [Fact]
    public void A_bad_node_falls_after_the_moment_of_settling_and_only_once()
    {
        var bench = new NodeBench { Verdict = Refused };
        FallGuard guard = Guard();
        var kept = new KeptNode(bench.Node);

        NodePlan first = Plan(bench, kept, guard, Start);
        NodePlan second = Plan(bench, kept, guard, Start.AddSeconds(1));
        NodePlan third = Plan(bench, kept, guard, Start.AddSeconds(30));

        Assert.Equal((null, Start.AddSeconds(1)), (first.Fall.At, first.Next));
        Assert.Equal(Start.AddSeconds(1), second.Fall.At);
        Assert.Equal(Start.AddSeconds(1), third.Fall.At);
        Assert.Equal(GateReasons.StormRate, guard.Ask("another", true, Start.AddSeconds(40)).Held!.Code); // the one place of this minute is taken once
    }

    [Fact]
    public void A_fall_that_stands_on_the_node_needs_no_second_place()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Annotations[bench.Keys.FallenAt] = Instants.Text(Start.AddMinutes(-5));

        NodePlan plan = Plan(bench, new KeptNode(bench.Node), Guard(), Start);

        Assert.Equal(Start.AddMinutes(-5), plan.Fall.At);
    }

    [Fact]
    public void A_fall_in_the_future_is_nobodys_word()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Annotations[bench.Keys.FallenAt] = Instants.Text(Start.AddYears(5));

        NodePlan plan = Plan(bench, new KeptNode(bench.Node), Guard(), Start);

        Assert.Null(plan.Fall.At);
        Assert.Equal(Start.AddSeconds(1), plan.Next);
    }

    [Fact]
    public void A_node_that_recovers_forgets_its_fall_and_may_fall_again()
    {
        var bench = new NodeBench { Verdict = Refused };
        FallGuard guard = Guard();
        var kept = new KeptNode(bench.Node);
        Plan(bench, kept, guard, Start);
        Plan(bench, kept, guard, Start.AddSeconds(1));
        bench.Verdict = Good(Start.AddHours(1));

        NodePlan good = Plan(bench, kept, guard, Start.AddSeconds(2));

        Assert.Equal((null, NodeMemory.None), (good.Fall.At, kept.Memory));
        bench.Verdict = Refused;
        Assert.Equal(Start.AddSeconds(4), Plan(bench, kept, guard, Start.AddSeconds(3)).Next);
    }

    [Fact]
    public void A_drain_and_a_later_NoExecute_call_for_a_look()
    {
        var bench = new NodeBench { Verdict = Refused, Settings = new LadderSettings { Drain = true, DrainAfter = TimeSpan.FromMinutes(1), ExecuteAfter = TimeSpan.FromMinutes(20) } };
        bench.Annotations[bench.Keys.FallenAt] = Instants.Text(Start);

        Assert.Equal(Start.AddMinutes(1), Plan(bench, new KeptNode(bench.Node), Guard(), Start).Next);
        Assert.Equal(Start.AddMinutes(20), Plan(bench, new KeptNode(bench.Node), Guard(), Start.AddMinutes(2)).Next);
        Assert.Null(Plan(bench, new KeptNode(bench.Node), Guard(), Start.AddMinutes(21)).Next);
    }

    [Fact]
    public void Nothing_is_changed_on_a_node_of_which_nothing_is_known()
    {
        var bench = new NodeBench { Loaded = false };
        bench.Labels[bench.Keys.Verdict] = "bad";

        Assert.True(Plan(bench, new KeptNode(bench.Node), Guard(), Start.AddDays(1)).Change.IsNone);
    }

    [Theory]
    [InlineData("late cannot come after bad", "lateAfter: 11m", false)]
    [InlineData("an unknown key", "latAfter: 1m", false)]
    [InlineData("an introduction that does not exist", "introduction: observe", false)]
    [InlineData("all in order", "lateAfter: 1m, badAfter: 1h, introduction: warn, cordon: true", true)]
    public void Settings_of_the_ladder(string what, string members, bool good)
    {
        Assert.NotEmpty(what);
        SettingsNode section = SettingsNode.Parse("gate.yaml", new StringReader($"ladder: {{{members}}}\n")).Section("ladder");
        Exception? refusal = Record.Exception(() => LadderSettings.Read(section));
        Assert.Equal(good, refusal is null);
        Assert.True(good || refusal is GateFailure);
    }

    private static FallGuard Guard()
    {
        var guard = new FallGuard(Storm);
        guard.Count(10);
        return guard;
    }

    private static NodePlan Plan(NodeBench bench, KeptNode kept, FallGuard guard, DateTimeOffset now) =>
        NodePlan.Of(new NodeSight(bench.Node, bench.Verdict, bench.Loaded, bench.Contact, kept.Memory, bench.Keys), kept, new Ladder(bench.Settings, bench.Exempt), guard, bench.Settings, now);
}
