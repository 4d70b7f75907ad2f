using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using static Attestation.UnitTests.Gate.Verdicts.VerdictSamples;

namespace Attestation.UnitTests.Gate.Verdicts;

public sealed class VerdictCacheTests
{
    [Fact]
    public void What_is_not_loaded_is_unknown_and_not_missing()
    {
        var cache = new VerdictCache(new ManualClock(Now));
        Assert.Equal(GateReasons.VerifierUnknown, cache.Check("worker-1", Now)?.Code);
        cache.Contacted(complete: false);
        Assert.Equal(GateReasons.VerifierUnknown, cache.Check("worker-1", Now)?.Code);
        cache.Contacted(complete: true);
        Assert.Equal(GateReasons.VerdictMissing, cache.Check("worker-1", Now)?.Code);
        Assert.Equal(Now, cache.LastContact);
    }

    [Fact]
    public void An_earlier_appraisal_never_replaces_a_later_one()
    {
        NodeVerdict late = Verdict(second: 10, appraisal: "late"), early = Verdict(second: 5, appraisal: "early") with { Sequence = 99 };
        VerdictCache cache = Loaded(late);
        Assert.False(cache.Put(early));
        Assert.Equal("late", cache.Find("worker-1")!.Appraisal);
        Assert.True(Loaded(early).Put(late));
    }

    [Fact]
    public void Of_two_in_the_same_second_the_later_in_the_feed_counts()
    {
        VerdictCache cache = Loaded(Verdict(appraisal: "a") with { Sequence = 5 });
        Assert.False(cache.Put(Verdict(appraisal: "b") with { Sequence = 4 }));
        Assert.True(cache.Put(Verdict(appraisal: "c") with { Sequence = 6 }));
        Assert.Equal("c", cache.Find("worker-1")!.Appraisal);
    }

    [Fact]
    public void A_revoked_appraisal_stays_revoked_until_a_later_one()
    {
        VerdictCache cache = Loaded(Verdict());
        Assert.True(cache.End(Node(), VerdictState.Revoked));
        Assert.Equal(GateReasons.VerdictRevoked, cache.Check("worker-1", Now)?.Code);
        Assert.False(cache.Put(Verdict() with { Sequence = 50 })); // the same appraisal, as an old answer of the feed has it
        Assert.Equal(GateReasons.VerdictRevoked, cache.Check("worker-1", Now)?.Code);
        Assert.True(cache.Put(Verdict(second: 1, appraisal: "a-1")));
        Assert.Null(cache.Check("worker-1", Now));
    }

    [Fact]
    public void An_end_that_comes_with_an_earlier_appraisal_counts_all_the_same()
    {
        VerdictCache cache = Loaded(Verdict(second: 10, appraisal: "late"));
        Assert.True(cache.Put(Verdict(second: 5, appraisal: "early") with { State = VerdictState.Retired }));
        Assert.Equal(GateReasons.VerdictEnded, cache.Check("worker-1", Now)?.Code);
        Assert.Equal("late", cache.Find("worker-1")!.Appraisal);
    }

    [Fact]
    public void Two_current_keys_of_one_name_are_no_verdict_until_one_has_ended()
    {
        VerdictCache cache = TwoOfOneName();
        Assert.Equal(GateReasons.VerdictAmbiguous, cache.Check("worker-1", Now)?.Code);
        Assert.True(cache.End(Node('0'), VerdictState.Superseded));
        Assert.Null(cache.Check("worker-1", Now));
        Assert.Equal(Node('1'), cache.Find("worker-1")!.Node);
    }

    [Fact]
    public void A_key_that_takes_another_name_leaves_the_first()
    {
        VerdictCache cache = Loaded(Verdict());
        cache.Put(Verdict("worker-2", second: 1, appraisal: "a-1"));
        Assert.Equal(GateReasons.VerdictMissing, cache.Check("worker-1", Now)?.Code);
        Assert.Null(cache.Check("worker-2", Now));
    }

    [Fact]
    public void A_kubelets_key_leads_to_its_node_as_long_as_it_is_the_bound_one()
    {
        VerdictCache cache = Loaded(Verdict());
        Assert.Equal("worker-1", cache.FindByKubeletKey(KubeletKey)?.NodeName);
        cache.Put(Verdict(second: 1, appraisal: "a-1") with { KubeletKeySha256 = new string('2', 64) });
        Assert.Null(cache.FindByKubeletKey(KubeletKey));
        Assert.Equal("worker-1", cache.FindByKubeletKey(new string('2', 64))?.NodeName);
    }

    [Fact]
    public void It_tells_of_changes_and_only_of_changes()
    {
        VerdictCache cache = Loaded();
        List<string> told = [];
        cache.Changed += v => told.Add($"{v.NodeName} {v.Appraisal} {v.State}");
        cache.Put(Verdict());
        cache.Put(Verdict() with { Sequence = 9, Reasons = [] });
        cache.End(Node(), VerdictState.Revoked);
        cache.End(Node(), VerdictState.Revoked);
        Assert.Equal(["worker-1 a-0 Current", "worker-1 a-0 Revoked"], told);
    }

    [Fact]
    public void It_is_bounded_and_forgets_only_what_has_ended()
    {
        var cache = new VerdictCache(new ManualClock(Now), capacity: 2);
        Assert.True(cache.Put(Verdict("a", 'a') with { State = VerdictState.Retired, Expires = Now.AddSeconds(-1) }));
        Assert.True(cache.Put(Verdict("b", 'b')));
        Assert.True(cache.Put(Verdict("c", 'c')));
        Assert.False(cache.Put(Verdict("d", 'd')));
        Assert.Equal(["b", "c"], cache.All.Select(v => v.NodeName).Order());
    }

    [Fact]
    public void A_verdict_has_ended_at_its_expiry()
    {
        VerdictCache cache = Loaded(Verdict());
        Assert.Null(cache.Check("worker-1", Now.AddMinutes(10).AddTicks(-1)));
        Assert.Equal(GateReasons.VerdictExpired, cache.Check("worker-1", Now.AddMinutes(10))?.Code);
    }

    [Fact]
    public void A_warning_is_good_where_the_operator_says_so()
    {
        NodeVerdict warning = Verdict() with { Status = VerdictStatus.Warning };
        Assert.Equal(GateReasons.VerdictWarning, Loaded(warning).Check("worker-1", Now)?.Code);
        Assert.Null(Loaded(warning with { WarningAccepted = true }).Check("worker-1", Now));
    }
}
