using System.Text.Json.Nodes;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Taints;
using Attestation.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.Taints;

/// <summary>One node under the ladder: its object, its verdict, and a clock that is set by hand.</summary>
internal sealed class NodeBench
{
    public const string Prefix = "attestation.example.com";
    public const string Name = "worker-1";

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    public OwnedKeys Keys { get; } = new(Prefix);

    public LadderSettings Settings { get; init; } = new();

    public HashSet<string> Exempt { get; } = [];

    public Dictionary<string, string> Labels { get; } = new() { ["kubernetes.io/os"] = "linux" };

    public Dictionary<string, string> Annotations { get; } = new() { ["node.alpha.kubernetes.io/ttl"] = "0" };

    public List<Taint> Taints { get; } = [];

    public List<NodeCondition> Conditions { get; } = [new NodeCondition { Type = "Ready", Status = "True" }];

    public bool Unschedulable { get; set; }

    public NodeVerdict? Verdict { get; set; }

    public bool Loaded { get; set; } = true;

    public VerifierContact Contact { get; set; } = VerifierContact.FromStart(Start, TimeSpan.FromMinutes(2));

    public NodeMemory Memory { get; set; } = NodeMemory.None;

    public Node Node => new()
    {
        Metadata = new ObjectMeta { Name = Name, ResourceVersion = "7", Labels = Labels, Annotations = Annotations },
        Spec = new NodeSpec { Taints = Taints.Count == 0 ? null : Taints, Unschedulable = Unschedulable },
        Status = new NodeStatus { Conditions = Conditions },
    };

    public NodeSight Sight => new(Node, Verdict, Loaded, Contact, Memory, Keys);

    public static NodeVerdict Good(DateTimeOffset expires) =>
        new(Name, "0b", VerdictStatus.Affirming, Start, expires, null, null, [], "a-1", 1);

    public static NodeVerdict Refused => Good(Start.AddHours(1)) with { Status = VerdictStatus.Contraindicated, Reasons = ["boot.kernel", "boot.initrd"], Appraisal = "a-2" };

    public Standing Judge(DateTimeOffset now) => new Ladder(Settings, Exempt).Judge(Sight, now);

    /// <summary>Works out the change and applies it as the server would.</summary>
    public NodeChange Step(DateTimeOffset now, Fall fall = default)
    {
        Standing standing = Judge(now);
        NodeChange change = NodeChange.Between(Node, DesiredNode.Of(Sight, standing, fall, Settings, now), Keys, now);
        Apply(change);
        return change;
    }

    private void Apply(NodeChange change)
    {
        Merge(Labels, change.Main?["metadata"]?["labels"]);
        Merge(Annotations, change.Main?["metadata"]?["annotations"]);
        if (change.Main?["spec"] is JsonObject spec)
        {
            if (spec.ContainsKey("unschedulable"))
                Unschedulable = spec["unschedulable"]?.GetValue<bool>() ?? false;
            if (spec.ContainsKey("taints"))
                ReplaceTaints(spec["taints"]);
        }
        foreach (JsonNode? one in change.Status?["status"]?["conditions"]?.AsArray() ?? [])
        {
            Conditions.RemoveAll(c => c.Type == one!["type"]!.GetValue<string>());
            if (one!["$patch"] is null)
                Conditions.Add(Read(one));
        }
    }

    private void ReplaceTaints(JsonNode? list)
    {
        Taints.Clear();
        foreach (JsonNode? one in list?.AsArray() ?? [])
            Taints.Add(new Taint(one!["key"]!.GetValue<string>(), one["effect"]!.GetValue<string>(), one["value"]?.GetValue<string>(), Instant(one["timeAdded"])));
    }

    private static NodeCondition Read(JsonNode one) => new()
    {
        Type = one["type"]!.GetValue<string>(),
        Status = one["status"]!.GetValue<string>(),
        Reason = one["reason"]!.GetValue<string>(),
        Message = one["message"]!.GetValue<string>(),
        LastTransitionTime = Instant(one["lastTransitionTime"]),
    };

    private static DateTimeOffset? Instant(JsonNode? text) => Instants.TryRead(text?.GetValue<string>(), out DateTimeOffset at) ? at : null;

    private static void Merge(Dictionary<string, string> into, JsonNode? patch)
    {
        foreach ((string key, JsonNode? value) in patch?.AsObject() ?? [])
        {
            if (value is null)
                into.Remove(key);
            else
                into[key] = value.GetValue<string>();
        }
    }
}
