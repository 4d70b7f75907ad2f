using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Taints;
using Attestation.Gate.Verdicts;
using static Attestation.UnitTests.Gate.Taints.NodeBench;

namespace Attestation.UnitTests.Gate.Taints;

public sealed class NodeChangeTests
{
    private static readonly Fall Fell = new(Start, null, null);

    [Fact]
    public void A_good_verdict_sets_label_annotations_and_condition()
    {
        var bench = new NodeBench { Verdict = Good(Start.AddMinutes(30)) };
        NodeChange change = bench.Step(Start);

        Assert.Equal("7", change.Main!["metadata"]!["resourceVersion"]!.GetValue<string>());
        Assert.Equal(("trusted", "2026-11-21T09:30:00Z", "a-1"), (bench.Labels[bench.Keys.Verdict], bench.Annotations[bench.Keys.Expires], bench.Annotations[bench.Keys.Appraisal]));
        Assert.False(bench.Annotations.ContainsKey(bench.Keys.Reasons));
        Assert.Equal(("True", "Trusted"), Condition(bench));
        Assert.True(bench.Step(Start.AddMinutes(1)).IsNone);
    }

    [Fact]
    public void A_renewed_verdict_changes_its_end_and_its_appraisal_and_nothing_else()
    {
        var bench = new NodeBench { Verdict = Good(Start.AddMinutes(30)) };
        bench.Step(Start);
        bench.Verdict = Good(Start.AddMinutes(35)) with { Appraisal = "a-9" };

        NodeChange change = bench.Step(Start.AddMinutes(5));

        Assert.Null(change.Status);
        Assert.Equal(["metadata"], change.Main!.Select(m => m.Key));
        Assert.Equal([bench.Keys.Appraisal, bench.Keys.Expires], change.Main!["metadata"]!["annotations"]!.AsObject().Select(m => m.Key).Order());
        Assert.Null(change.Main!["metadata"]!["labels"]);
    }

    [Fact]
    public void A_bad_node_that_fell_has_both_taints_and_says_why()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Step(Start, Fell);

        Assert.Equal(["NoSchedule", "NoExecute"], bench.Taints.Where(t => t.Key == bench.Keys.Taint).Select(t => t.Effect));
        Assert.Equal(Start, bench.Taints.Single(t => t.Effect == "NoExecute").TimeAdded);
        Assert.Equal(("bad", "gate.verdict.refused,boot.kernel,boot.initrd"), (bench.Labels[bench.Keys.Verdict], bench.Annotations[bench.Keys.Reasons]));
        Assert.Equal(("False", "GateVerdictRefused"), Condition(bench));
    }

    [Fact]
    public void A_bad_node_that_is_held_is_not_thrown_out_and_says_so()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Step(Start, new Fall(null, new GateDenial(GateReasons.StormStopped, "more than 20 percent"), null));

        Assert.Equal(["NoSchedule"], bench.Taints.Select(t => t.Effect));
        Assert.Equal("bad", bench.Labels[bench.Keys.Verdict]);
        Assert.Contains("gate.storm.stopped", bench.Conditions[^1].Message, StringComparison.Ordinal);
        Assert.False(bench.Annotations.ContainsKey(bench.Keys.FallenAt));
    }

    [Fact]
    public void Other_peoples_taints_labels_and_conditions_stay_through_a_fall_and_a_recovery()
    {
        var bench = new NodeBench { Verdict = Refused };
        Taint other = new("team.example.org/gpu", "NoExecute", "yes", Start.AddDays(-3));
        bench.Taints.Add(other);
        (Dictionary<string, string> labels, Dictionary<string, string> annotations) = (new(bench.Labels), new(bench.Annotations));

        bench.Step(Start, Fell);
        Assert.Equal(other, bench.Taints[0]);
        Assert.Equal(3, bench.Taints.Count);
        bench.Verdict = Good(Start.AddHours(2));
        bench.Step(Start.AddHours(1));

        Assert.Equal([other], bench.Taints);
        Assert.Equal(labels, bench.Labels.Where(l => !bench.Keys.Owns(l.Key)));
        Assert.Equal(annotations, bench.Annotations.Where(a => !bench.Keys.Owns(a.Key)));
        Assert.Equal([bench.Keys.Appraisal, bench.Keys.Expires], bench.Annotations.Keys.Where(bench.Keys.Owns).Order());
        Assert.Equal("Ready", bench.Conditions[0].Type);
        Assert.Equal(("True", "Trusted"), Condition(bench));
    }

    [Fact]
    public void A_taint_that_stays_keeps_the_instant_at_which_it_was_added()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Step(Start, Fell);
        bench.Taints.RemoveAll(t => t.Effect == "NoSchedule");

        bench.Step(Start.AddMinutes(5), Fell);

        Assert.Equal(2, bench.Taints.Count);
        Assert.Equal(Start, bench.Taints.Single(t => t.Effect == "NoExecute").TimeAdded);
    }

    [Fact]
    public void A_taint_of_the_gates_key_with_a_foreign_effect_is_removed()
    {
        var bench = new NodeBench { Verdict = Good(Start.AddHours(1)) };
        bench.Taints.Add(new Taint(bench.Keys.Taint, "PreferNoSchedule"));
        NodeChange change = bench.Step(Start);
        Assert.True(change.Main!["spec"]!.AsObject().TryGetPropertyValue("taints", out JsonNode? list));
        Assert.Null(list);
        Assert.Empty(bench.Taints);
    }

    [Fact]
    public void NoExecute_waits_where_a_drain_is_to_come_first()
    {
        var bench = new NodeBench { Verdict = Refused, Settings = new LadderSettings { ExecuteAfter = TimeSpan.FromMinutes(15) } };
        bench.Step(Start, Fell);
        Assert.Equal(["NoSchedule"], bench.Taints.Select(t => t.Effect));
        bench.Step(Start.AddMinutes(15), Fell);
        Assert.Equal(["NoSchedule", "NoExecute"], bench.Taints.Select(t => t.Effect));
    }

    [Theory]
    [InlineData("the gate cordoned it", false, false)]
    [InlineData("an operator had cordoned it", true, true)]
    public void A_node_is_uncordoned_only_where_the_gate_cordoned_it(string what, bool before, bool after)
    {
        Assert.NotEmpty(what);
        var bench = new NodeBench { Verdict = Refused, Unschedulable = before, Settings = new LadderSettings { Cordon = true } };
        bench.Step(Start, Fell);
        Assert.True(bench.Unschedulable);

        bench.Verdict = Good(Start.AddHours(1));
        bench.Step(Start.AddMinutes(1));

        Assert.Equal(after, bench.Unschedulable);
        Assert.False(bench.Annotations.ContainsKey(bench.Keys.GateCordoned));
    }

    [Fact]
    public void The_conditions_time_of_transition_changes_with_its_status_only()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Step(Start, Fell);
        bench.Verdict = Good(Start.AddHours(1)) with { State = VerdictState.Revoked };

        bench.Step(Start.AddMinutes(5), Fell);

        Assert.Equal(("False", "GateVerdictRevoked"), Condition(bench));
        Assert.Equal(Start, bench.Conditions[^1].LastTransitionTime);
    }

    [Theory]
    [InlineData("its own", "attestation.example.com/verdict", true)]
    [InlineData("a longer domain", "attestation.example.com.evil.org/verdict", false)]
    [InlineData("a subdomain", "x.attestation.example.com/verdict", false)]
    [InlineData("the bare prefix", "attestation.example.com", false)]
    public void Owned_is_what_begins_with_the_prefix_and_a_slash(string what, string key, bool owned)
    {
        Assert.NotEmpty(what);
        Assert.Equal(owned, new OwnedKeys(Prefix).Owns(key));
    }

    private static (string, string?) Condition(NodeBench bench)
    {
        NodeCondition condition = Assert.Single(bench.Conditions, c => c.Type == bench.Keys.Condition);
        return (condition.Status, condition.Reason);
    }
}
