using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Status;

/// <summary>
/// The document behind /nodes: <c>{ "at", "leader", "lastContact", "nodes": [ { "name", "inCluster", "exempt", "check": "good" | reason id, "verdict": {...}, FACTS... } ] }</c>,
/// in order of names; every node of the cluster and every name that has a verdict.
/// </summary>
internal sealed class NodesDocument(GateSettings settings, NodeStore nodes, VerdictCache verdicts, IEnumerable<NodeFacts> facts, TimeProvider clock, LeaderElection? election = null)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string Text()
    {
        DateTimeOffset now = clock.GetUtcNow();
        var names = nodes.All.Select(n => n.Metadata.Name).Concat(verdicts.All.Select(v => v.NodeName)).ToHashSet(StringComparer.Ordinal);
        var document = new JsonObject
        {
            ["at"] = Time(now),
            ["leader"] = election?.IsLeader == true,
            ["holder"] = election?.Holder,
            ["lastContact"] = verdicts.LastContact is { } last ? Time(last) : null,
            ["nodes"] = new JsonArray([.. names.Order(StringComparer.Ordinal).Select(name => (JsonNode)One(name, now))]),
        };
        return document.ToJsonString(Indented) + "\n";
    }

    private JsonObject One(string name, DateTimeOffset now)
    {
        NodeVerdict? verdict = verdicts.Find(name);
        var one = new JsonObject
        {
            ["name"] = name,
            ["inCluster"] = nodes.Find(name) is not null,
            ["exempt"] = settings.IsExempt(name),
            ["check"] = verdicts.Check(name, now)?.Code.Id ?? "good",
            ["verdict"] = verdict is null ? null : Of(verdict),
        };
        foreach (NodeFacts part in facts)
        {
            if (part.Of(name) is { } known)
                one[part.Name] = known;
        }
        return one;
    }

    private static JsonObject Of(NodeVerdict verdict) => new()
    {
        ["status"] = verdict.Status.ToString().ToLowerInvariant(),
        ["state"] = verdict.State.ToString().ToLowerInvariant(),
        ["at"] = Time(verdict.At),
        ["expires"] = Time(verdict.Expires),
        ["next"] = verdict.Next is { } next ? Time(next) : null,
        ["node"] = verdict.Node,
        ["appraisal"] = verdict.Appraisal,
        ["reasons"] = new JsonArray([.. verdict.Reasons.Select(r => (JsonNode)r)]),
        ["kubeletKeySha256"] = verdict.KubeletKeySha256,
    };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
