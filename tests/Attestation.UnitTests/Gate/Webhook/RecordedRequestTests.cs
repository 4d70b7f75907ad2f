using System.Text;
using System.Text.Json;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;
using static Attestation.UnitTests.Gate.Webhook.Reviews;

namespace Attestation.UnitTests.Gate.Webhook;

/// <summary>Every webhook request that was recorded from a real API server 1.20, answered as docs/gate-webhook.md says.</summary>
public sealed class RecordedRequestTests
{
    private const string Folder = "../k8s-samples/1.20";

    public static TheoryData<string> Recorded => [.. PublicVectors.Files(Folder, "wh-*.request.raw").Select(f => Path.GetFileName(f))];

    [PublicVectorTheory(Folder)]
    [MemberData(nameof(Recorded))]
    public void IsAnsweredAsDocumented(string file)
    {
        AdmissionRequest request = Sample(file, Prefix);
        AdmissionDecision good = Against(request, Cache(Good()));
        AdmissionDecision none = Against(request, Cache());
        bool aboutNodes = request.Target.Resource == "nodes";
        Assert.Equal(aboutNodes ? null : "gate.webhook.resource", good.Denial?.Code.Id);
        bool needsVerdict = request.Operation == "CREATE" && aboutNodes;
        Assert.Equal(needsVerdict ? "gate.verdict.missing" : good.Denial?.Code.Id, none.Denial?.Code.Id);
    }

    [PublicVectorTheory(Folder)]
    [MemberData(nameof(Recorded))]
    public void IsAnsweredInTheApiServersWords(string file)
    {
        AdmissionRequest request = Sample(file, Prefix);
        AdmissionDecision decision = Against(request, Cache());
        using JsonDocument answer = JsonDocument.Parse(AdmissionAnswer.Write(request.Uid, decision));
        JsonElement response = answer.RootElement.GetProperty("response");
        Assert.Equal("admission.k8s.io/v1", answer.RootElement.GetProperty("apiVersion").GetString());
        Assert.Equal("AdmissionReview", answer.RootElement.GetProperty("kind").GetString());
        Assert.Equal(Sent(file, "uid"), response.GetProperty("uid").GetString());
        Assert.Equal(decision.Allowed, response.GetProperty("allowed").GetBoolean());
        Assert.Equal(!decision.Allowed, response.TryGetProperty("status", out JsonElement status));
        if (!decision.Allowed)
            Assert.Equal((403, "Forbidden"), (status.GetProperty("code").GetInt32(), status.GetProperty("reason").GetString()));
    }

    [PublicVectorFact(Folder)]
    public void ThereAreRecordedRequests() => Assert.Equal(21, PublicVectors.Files(Folder, "wh-*.request.raw").Count());

    /// <summary>All recorded updates of nodes show the new node as the old one.</summary>
    [PublicVectorFact(Folder)]
    public void NoRecordedUpdateProvesItsOldNode()
    {
        AdmissionRequest[] updates = [.. PublicVectors.Files(Folder, "wh-*-update-nodes-*.request.raw").Select(f => Sample(Path.GetFileName(f), Prefix))];
        Assert.Equal(5, updates.Length);
        Assert.All(updates, update => Assert.True(NodeAdmission.NeedsStored(update, Ruled)));
    }

    /// <summary>The last recorded request removed the taint of the one that recorded; to a gate with that prefix it is tampering.</summary>
    [PublicVectorFact(Folder)]
    public void TheRecordedRemovalOfATaintIsRefused()
    {
        const string other = "node-gate.test";
        ObservedNode stored = Sample("wh-06-update-nodes-status-worker-1.request.raw", other).Node!;
        AdmissionRequest removal = Sample("wh-07-update-nodes-worker-1.request.raw", other);
        AdmissionDecision decision = NodeAdmission.Judge(NodeAdmission.AgainstStored(removal, stored with { Version = removal.Node!.Version }), Cache(Good()), Ruling(other), Now);
        Assert.Equal("gate.webhook.taint", decision.Denial?.Code.Id);
    }

    private static AdmissionRequest Sample(string file, string prefix) => Read(PublicVectors.Bytes(Path.Combine(Folder, file)), prefix);

    /// <summary>As the webhook does it where the stored node equals the sent one: these requests changed nothing that is owned.</summary>
    private static AdmissionDecision Against(AdmissionRequest request, VerdictCache verdicts) =>
        NodeAdmission.Judge(NodeAdmission.NeedsStored(request, Ruled) ? NodeAdmission.AgainstStored(request, request.Node!) : request, verdicts, Ruled, Now);

    private static string Sent(string file, string member)
    {
        using JsonDocument sent = JsonDocument.Parse(Encoding.UTF8.GetString(PublicVectors.Bytes(Path.Combine(Folder, file))));
        return sent.RootElement.GetProperty("request").GetProperty(member).GetString()!;
    }
}
