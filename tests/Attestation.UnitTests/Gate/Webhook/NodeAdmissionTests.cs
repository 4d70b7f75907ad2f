using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;
using static Attestation.UnitTests.Gate.Webhook.Reviews;

namespace Attestation.UnitTests.Gate.Webhook;

public sealed class NodeAdmissionTests
{
    public static TheoryData<string, string, Func<VerdictCache>, string?> Creations => new()
    {
        { "a kubelet with a good verdict", Kubelet, () => Cache(Good()), null },
        { "a kubelet with a warning", Kubelet, () => Cache(Good() with { Status = VerdictStatus.Warning }), "gate.verdict.warning" },
        { "an administrator, for a node with a good verdict", Admin, () => Cache(Good()), null },
        { "no verdict", Kubelet, () => Cache(), "gate.verdict.missing" },
        { "an administrator, no verdict", Admin, () => Cache(), "gate.verdict.missing" },
        { "the gate itself, no verdict", Account, () => Cache(), "gate.verdict.missing" },
        { "another node's verdict", Kubelet, () => Cache(Good("worker-2")), "gate.verdict.missing" },
        { "expired at this instant", Kubelet, () => Cache(Good() with { Expires = Now }), "gate.verdict.expired" },
        { "one tick before its end", Kubelet, () => Cache(Good() with { Expires = Now.AddTicks(1) }), null },
        { "refused", Kubelet, () => Cache(Good() with { Status = VerdictStatus.Contraindicated, Reasons = ["tpm.quote.nonce"] }), "gate.verdict.refused" },
        { "revoked", Kubelet, () => Cache(Good() with { State = VerdictState.Revoked }), "gate.verdict.revoked" },
        { "the feed has not been read", Kubelet, () => new VerdictCache(TimeProvider.System), "gate.verifier.unknown" },
        { "another node asks", "system:node:worker-2", () => Cache(Good(), Good("worker-2")), "gate.webhook.other-node" },
    };

    [Theory]
    [MemberData(nameof(Creations))]
    public void Creating(string what, string user, Func<VerdictCache> verdicts, string? code)
    {
        AdmissionDecision decision = Judge(Write("CREATE", user, Node()), verdicts());
        Assert.Equal((what, code), (what, decision.Denial?.Code.Id));
        Assert.Equal(code is null, decision.Allowed);
    }

    [Fact]
    public void AnExemptNodeNeedsNoVerdict() => Assert.Null(CodeOf(Write("CREATE", "system:node:exempt-1", Node("exempt-1")), Cache()));

    [Fact]
    public void AnExemptNodeIsAdmittedBeforeTheFeedIsRead() =>
        Assert.Null(CodeOf(Write("CREATE", Admin, Node("exempt-1")), new VerdictCache(TimeProvider.System)));

    public static TheoryData<string, Action<JsonObject>, string> Marks => new()
    {
        { "label", n => n["metadata"]!["labels"]![Prefix + "/verdict"] = "trusted", "gate.webhook.label" },
        { "unknown label of the prefix", n => n["metadata"]!["labels"]![Prefix + "/x"] = "", "gate.webhook.label" },
        { "annotation", n => n["metadata"]!["annotations"] = new JsonObject { [Prefix + "/verdict-expires"] = "2027-01-01T00:00:00Z" }, "gate.webhook.annotation" },
        { "taint", n => n["spec"]!["taints"] = new JsonArray(new JsonObject { ["key"] = Prefix + "/untrusted", ["effect"] = "NoSchedule" }), "gate.webhook.taint" },
        { "condition", n => n["status"]!["conditions"]!.AsArray().Add(new JsonObject { ["type"] = Prefix + "/Attested", ["status"] = "True" }), "gate.webhook.condition" },
    };

    [Theory]
    [MemberData(nameof(Marks))]
    public void ANewNodeCarriesNoneOfTheGatesMarks(string what, Action<JsonObject> mark, string code) =>
        Assert.Equal((what, code), (what, CodeOf(Write("CREATE", Kubelet, Node().With(mark)))?.Id));

    [Theory]
    [MemberData(nameof(Marks))]
    public void TheGateMarks(string what, Action<JsonObject> mark, string code) =>
        Assert.True(Judge(Write("UPDATE", Account, Node(version: "2").With(mark), Node(version: "1"))).Allowed, $"{what}: {code}");

    [Fact]
    public void LooksLikeThePrefixIsNotThePrefix() =>
        Assert.Null(CodeOf(Write("CREATE", Kubelet, Node().With(n => n["metadata"]!["labels"]![Prefix + ".org/verdict"] = "trusted"))));

    public static TheoryData<string, string, Action<JsonObject>, string?> Updates => new()
    {
        { "nothing", Admin, _ => { }, null },
        { "a label of somebody else", Admin, n => n["metadata"]!["labels"]!["zone"] = "a", null },
        { "the verdict changed", Admin, n => n["metadata"]!["labels"]![Prefix + "/verdict"] = "trusted", "gate.webhook.label" },
        { "the verdict removed", Admin, n => n["metadata"]!["labels"]!.AsObject().Remove(Prefix + "/verdict"), "gate.webhook.label" },
        { "all annotations removed", Admin, n => n["metadata"]!.AsObject().Remove("annotations"), "gate.webhook.annotation" },
        { "all taints removed", Admin, n => n["spec"]!.AsObject().Remove("taints"), "gate.webhook.taint" },
        { "taints made null", Admin, n => n["spec"]!["taints"] = null, "gate.webhook.taint" },
        { "the taint's effect weakened", Admin, n => n["spec"]!["taints"]![0]!["effect"] = "PreferNoSchedule", "gate.webhook.taint" },
        { "a second taint of the gate", "system:serviceaccount:kube-system:other", n => n["spec"]!["taints"]!.AsArray().Add(new JsonObject { ["key"] = Prefix + "/untrusted", ["effect"] = "NoExecute" }), "gate.webhook.taint" },
        { "the same taint twice", Admin, n => n["spec"]!["taints"]!.AsArray().Add(n["spec"]!["taints"]![0]!.DeepClone()), "gate.webhook.taint" },
        { "a taint of the node lifecycle controller", "system:serviceaccount:kube-system:node-controller", n => n["spec"]!["taints"]!.AsArray().Insert(0, new JsonObject { ["key"] = "node.kubernetes.io/unreachable", ["effect"] = "NoExecute" }), null },
        { "uncordoned", Admin, n => n["spec"]!.AsObject().Remove("unschedulable"), "gate.webhook.uncordon" },
        { "the gate uncordons", Account, n => n["spec"]!.AsObject().Remove("unschedulable"), null },
        { "the condition through the main resource", Admin, n => n["status"]!["conditions"]!.AsArray().RemoveAt(1), "gate.webhook.condition" },
        { "the node itself, late", Kubelet, n => n["metadata"]!["labels"]!["zone"] = "a", "gate.verdict.expired" },
        { "another node", "system:node:worker-2", n => n["metadata"]!["labels"]!["zone"] = "a", "gate.webhook.other-node" },
    };

    [Theory]
    [MemberData(nameof(Updates))]
    public void UpdatingANodeThatTheGateMarked(string what, string user, Action<JsonObject> change, string? code)
    {
        byte[] review = Write("UPDATE", user, Marked("11").With(change), Marked("10"));
        Assert.Equal((what, code), (what, CodeOf(review, Cache(Good() with { Expires = Now }))?.Id));
    }

    [Fact]
    public void OnesOwnCordonIsOnesOwn()
    {
        JsonObject cordoned = Node(version: "1").With(n => n["spec"]!["unschedulable"] = true);
        Assert.Null(CodeOf(Write("UPDATE", Admin, Node(version: "2"), cordoned)));
        Assert.Null(CodeOf(Write("UPDATE", Admin, cordoned, Node(version: "2"))));
    }

    [Fact]
    public void AHeartbeatNeedsNoVerdict()
    {
        byte[] review = Write("UPDATE", Kubelet, Marked("11").With(n => n["status"]!["conditions"]![0]!["status"] = "False"), Marked("10"), "status");
        Assert.Null(CodeOf(review, Cache()));
        Assert.Null(CodeOf(review, new VerdictCache(TimeProvider.System)));
    }

    [Theory]
    [MemberData(nameof(Marks))]
    public void AHeartbeatSetsNoneOfTheGatesMarks(string what, Action<JsonObject> mark, string code) =>
        Assert.Equal((what, code), (what, CodeOf(Write("UPDATE", Kubelet, Node(version: "2").With(mark), Node(version: "1"), "status"))?.Id));

    [Theory]
    [InlineData("pods, by a wrong rule", "pods", "", "CREATE")]
    [InlineData("a signing request", "certificatesigningrequests", "certificates.k8s.io", "CREATE")]
    [InlineData("a proxy", "nodes", "", "CONNECT")]
    public void WhatTheWebhookIsNotForIsRefused(string what, string resource, string group, string operation)
    {
        byte[] review = Write(operation, Admin, Node(), change: r => r["resource"] = new JsonObject { ["group"] = group, ["version"] = "v1", ["resource"] = resource });
        Assert.Equal((what, "gate.webhook.resource"), (what, CodeOf(review)?.Id));
    }

    [Fact]
    public void DeletingPasses() => Assert.True(Judge(Write("DELETE", Admin, null, Marked())).Allowed);

    [Theory]
    [InlineData("by name", "alice", "system:authenticated")]
    [InlineData("by group", "bob", "fire-brigade")]
    public void TheGlassIsBrokenWithAWarning(string what, string user, string group)
    {
        byte[] review = Write("UPDATE", user, Node(version: "11"), Marked("10"), change: r => r["userInfo"]!["groups"] = new JsonArray(group));
        AdmissionDecision decision = Judge(review);
        Assert.True(decision is { Allowed: true, BrokeGlass: true }, what);
        Assert.Equal(GateReasons.WebhookLabel, decision.Denial?.Code);
        Assert.Contains("gate.webhook.label", decision.Warning);
    }

    [Fact]
    public void WhatNeedsNoGlassBreaksNone() => Assert.False(Judge(Write("UPDATE", "alice", Node(version: "2"), Node(version: "1"))).BrokeGlass);

    [Fact]
    public void ANodeNeverBreaksTheGlass()
    {
        byte[] review = Write("CREATE", Kubelet, Node(), change: r => r["userInfo"]!["groups"] = new JsonArray("system:nodes", "fire-brigade"));
        Assert.Equal(GateReasons.VerdictMissing, CodeOf(review, Cache()));
    }

    [Fact]
    public void AVerdictNearItsEndIsAdmittedWithAWarning()
    {
        AdmissionDecision late = Judge(Write("CREATE", Kubelet, Node()), Cache(Good() with { Expires = Now.AddSeconds(59) }));
        Assert.True(late.Allowed);
        Assert.Contains("2026-11-21T02:19:15Z", late.Warning);
        Assert.Null(Judge(Write("CREATE", Kubelet, Node())).Warning);
    }
}
