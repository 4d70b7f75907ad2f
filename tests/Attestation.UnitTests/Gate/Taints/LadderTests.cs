using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Taints;
using Attestation.Gate.Verdicts;
using static Attestation.UnitTests.Gate.Taints.NodeBench;

namespace Attestation.UnitTests.Gate.Taints;

public sealed class LadderTests
{
    private static readonly LadderSettings Steps = new() { LateAfter = TimeSpan.FromMinutes(1), BadAfter = TimeSpan.FromMinutes(10) };

    private static DateTimeOffset At(double minutes) => Start.AddMinutes(minutes);

    [Theory]
    [InlineData("one second before its end", 29.98, Rung.Trusted, null, 30)]
    [InlineData("at its end", 30, Rung.Trusted, "gate.verdict.expired", 31)]
    [InlineData("one minute over", 31, Rung.Late, "gate.verdict.expired", 40)]
    [InlineData("nearly ten minutes over", 39.9, Rung.Late, "gate.verdict.expired", 40)]
    [InlineData("ten minutes over", 40, Rung.Bad, "gate.verdict.expired", null)]
    public void A_verdict_that_ends_leads_down_in_steps(string when, double minutes, Rung rung, string? why, int? next)
    {
        Assert.NotEmpty(when);
        var bench = new NodeBench { Settings = Steps, Verdict = Good(At(30)), Contact = Heard(minutes) };

        Standing standing = bench.Judge(At(minutes));

        Assert.Equal((rung, why), (standing.Rung, standing.Why?.Code.Id));
        Assert.Equal(next is null ? null : At(next.Value), standing.Next);
    }

    public static TheoryData<string, NodeVerdict, string> AtOnce => new()
    {
        { "refused", Refused, "gate.verdict.refused" },
        { "refused, and its time is over", Refused with { Expires = Start }, "gate.verdict.refused" },
        { "no status", Good(At(60)) with { Status = VerdictStatus.None }, "gate.verdict.refused" },
        { "revoked", Good(At(60)) with { State = VerdictState.Revoked }, "gate.verdict.revoked" },
        { "retired", Good(At(60)) with { State = VerdictState.Retired }, "gate.verdict.ended" },
        { "superseded", Good(At(60)) with { State = VerdictState.Superseded }, "gate.verdict.ended" },
    };

    [Theory]
    [MemberData(nameof(AtOnce))]
    public void What_is_known_to_be_bad_is_bad_at_once(string what, NodeVerdict verdict, string why)
    {
        Assert.NotEmpty(what);
        Standing standing = new NodeBench { Settings = Steps, Verdict = verdict }.Judge(At(1));

        Assert.Equal((Rung.Bad, why), (standing.Rung, standing.Why!.Code.Id));
        Assert.Equal(why == "gate.verdict.revoked", standing.ByOperator);
        Assert.Null(standing.Next);
    }

    [Fact]
    public void Two_keys_under_one_name_make_late_and_not_bad()
    {
        Standing standing = new NodeBench { Verdict = Good(At(60)) with { Ambiguous = true } }.Judge(At(1));
        Assert.Equal((Rung.Late, GateReasons.VerdictAmbiguous), (standing.Rung, standing.Why!.Code));
    }

    [Fact]
    public void A_warning_is_trusted()
    {
        Assert.Equal(Rung.Trusted, new NodeBench { Verdict = Good(At(30)) with { Status = VerdictStatus.Warning, WarningAccepted = true } }.Judge(At(1)).Rung);
    }

    [Fact]
    public void A_node_that_never_had_a_verdict_is_late_for_its_grace_then_bad()
    {
        var bench = new NodeBench { Settings = Steps with { FirstVerdictGrace = TimeSpan.FromHours(1) } };
        Assert.Equal((Rung.Late, At(60)), (bench.Judge(Start).Rung, bench.Judge(Start).Next));

        bench.Step(Start);
        Assert.Equal("2026-11-21T09:00:00Z", bench.Annotations[bench.Keys.AwaitedSince]);
        Assert.Equal(GateReasons.FirstVerdict, bench.Judge(At(59)).Why!.Code);
        Assert.Equal(Rung.Bad, bench.Judge(At(60)).Rung);
        Assert.Equal(GateReasons.VerdictMissing, bench.Judge(At(60)).Why!.Code);
    }

    [Fact]
    public void A_node_that_takes_its_annotation_away_gains_no_time()
    {
        var bench = new NodeBench { Settings = Steps, Memory = new NodeMemory(At(-70), null) };
        bench.Annotations[bench.Keys.AwaitedSince] = Instants.Text(At(0));
        Assert.Equal(Rung.Bad, bench.Judge(At(1)).Rung);
    }

    [Fact]
    public void Where_the_introduction_only_warns_no_time_leads_further()
    {
        var bench = new NodeBench { Settings = Steps with { Introduction = Introduction.Warn } };
        bench.Step(Start);

        Standing standing = bench.Judge(At(10_000));

        Assert.Equal((Rung.Awaited, null), (standing.Rung, standing.Next));
        Assert.Empty(bench.Taints);
        Assert.Equal("late", bench.Labels[bench.Keys.Verdict]);
    }

    [Fact]
    public void A_node_that_had_a_verdict_and_has_none_is_bad_even_where_the_introduction_only_warns()
    {
        var bench = new NodeBench { Settings = Steps with { Introduction = Introduction.Warn }, Verdict = Good(At(30)) };
        bench.Step(Start);
        bench.Verdict = null;
        Assert.Equal(Rung.Bad, bench.Judge(At(1)).Rung);
    }

    [Theory]
    [InlineData("where the introduction enforces", Introduction.Enforce)]
    [InlineData("where it only warns", Introduction.Warn)]
    public void A_fallen_node_that_takes_all_its_annotations_away_stays_bad(string what, Introduction introduction)
    {
        Assert.NotEmpty(what);
        var bench = new NodeBench { Settings = Steps with { Introduction = introduction }, Memory = new NodeMemory(null, Start) };
        Assert.Equal((Rung.Bad, GateReasons.VerdictMissing), (bench.Judge(At(1)).Rung, bench.Judge(At(1)).Why!.Code));
    }

    [Fact]
    public void While_the_verifier_is_silent_a_verdict_that_ends_makes_late_and_never_bad()
    {
        var bench = new NodeBench { Settings = Steps, Verdict = Good(At(30)), Contact = Heard(29) };

        Assert.Equal((Rung.Late, GateReasons.VerifierSilent), (bench.Judge(At(500)).Rung, bench.Judge(At(500)).Why!.Code));
    }

    [Fact]
    public void When_the_verifier_answers_again_a_late_node_gets_its_time_anew()
    {
        var bench = new NodeBench { Settings = Steps, Verdict = Good(At(30)), Contact = Heard(29).Heard(At(500)) };
        Assert.Equal((Rung.Late, At(510)), (bench.Judge(At(501)).Rung, bench.Judge(At(501)).Next));

        for (int minute = 501; minute <= 510; minute++)
            bench.Contact = bench.Contact.Heard(At(minute));
        Assert.Equal(Rung.Bad, bench.Judge(At(510)).Rung);
    }

    [Fact]
    public void A_silent_verifier_does_not_save_a_node_that_was_refused()
    {
        Assert.Equal(Rung.Bad, new NodeBench { Settings = Steps, Verdict = Refused, Contact = Heard(0) }.Judge(At(500)).Rung);
    }

    [Fact]
    public void A_node_that_was_bad_is_not_lifted_by_a_verdict_that_ended()
    {
        var bench = new NodeBench { Settings = Steps, Verdict = Good(At(30)), Contact = Heard(31) };
        bench.Labels[bench.Keys.Verdict] = "bad";
        Assert.Equal(Rung.Bad, bench.Judge(At(31)).Rung);
    }

    [Fact]
    public void An_exempt_node_has_no_rung_whatever_its_verdict()
    {
        var bench = new NodeBench { Verdict = Refused };
        bench.Step(Start, new Fall(Start, null, null));
        Assert.Equal(2, bench.Taints.Count);

        bench.Exempt.Add(Name);
        bench.Step(Start);

        Assert.Empty(bench.Taints);
        Assert.DoesNotContain(bench.Labels.Keys.Concat(bench.Annotations.Keys).Concat(bench.Conditions.Select(c => c.Type)), bench.Keys.Owns);
    }

    [Theory]
    [InlineData("the gate has just started", 1, 30, null, 2)]
    [InlineData("the verifier is silent, the lease runs", 5, 30, null, 31)]
    [InlineData("the verifier is silent, the lease has ended", 31, 30, Rung.Late, null)]
    [InlineData("the verifier is silent, the lease ended long ago", 1000, 30, Rung.Late, null)]
    [InlineData("the verifier is silent, no lease stands on the node", 5, null, Rung.Late, null)]
    public void A_gate_that_knows_nothing_lets_leases_run_out(string what, double minutes, int? expires, Rung? rung, int? next)
    {
        Assert.NotEmpty(what);
        var bench = new NodeBench { Settings = Steps, Loaded = false };
        bench.Labels[bench.Keys.Verdict] = "trusted";
        if (expires is { } end)
            bench.Annotations[bench.Keys.Expires] = Instants.Text(At(end));

        Standing standing = bench.Judge(At(minutes));

        Assert.Equal(rung, standing.Rung);
        Assert.Equal(next is null ? null : At(next.Value), standing.Next);
    }

    [Fact]
    public void A_gate_that_knows_nothing_leaves_a_bad_node_bad()
    {
        var bench = new NodeBench { Settings = Steps, Loaded = false };
        bench.Labels[bench.Keys.Verdict] = "bad";
        Assert.Null(bench.Judge(At(1000)).Rung);
    }

    /// <summary>The verifier answered all the time until then.</summary>
    private static VerifierContact Heard(double minutes)
    {
        VerifierContact contact = VerifierContact.FromStart(Start, TimeSpan.FromMinutes(2));
        for (double at = 0; at < minutes; at++)
            contact = contact.Heard(At(at));
        return contact.Heard(At(minutes));
    }
}
