namespace Attestation.Gate.Taints;

/// <summary>
/// Names of everything that the gate owns on a Node (docs/gate-ladder.md): each begins with the operator's domain. Nothing else is ever changed, besides
/// spec.unschedulable, which is taken back only where <see cref="GateCordoned"/> says that the gate set it.
/// </summary>
/// <param name="prefix">A domain that the operator owns, without a slash: <c>attestation.example.com</c>.</param>
public sealed class OwnedKeys(string prefix)
{
    /// <summary>Label: trusted, late or bad.</summary>
    public string Verdict { get; } = prefix + "/verdict";

    /// <summary>Annotation, RFC 3339 UTC: until when the current verdict says something.</summary>
    public string Expires { get; } = prefix + "/verdict-expires";

    /// <summary>Annotation: id of the stored appraisal.</summary>
    public string Appraisal { get; } = prefix + "/appraisal";

    /// <summary>Annotation: ids of the reasons, separated by commas; absent where there is none.</summary>
    public string Reasons { get; } = prefix + "/reasons";

    /// <summary>Annotation, "true": the gate cordoned the node, so the gate may uncordon it.</summary>
    public string GateCordoned { get; } = prefix + "/gate-cordoned";

    /// <summary>Annotation, RFC 3339 UTC: since when the gate waits for this node's first verdict.</summary>
    public string AwaitedSince { get; } = prefix + "/awaited-since";

    /// <summary>Annotation, RFC 3339 UTC: when the node fell, which is when it got its place among the falls of that minute.</summary>
    public string FallenAt { get; } = prefix + "/fallen-at";

    /// <summary>Key of the taints NoSchedule and NoExecute.</summary>
    public string Taint { get; } = prefix + "/untrusted";

    /// <summary>Type of the condition.</summary>
    public string Condition { get; } = prefix + "/Attested";

    /// <summary>Does a label, annotation, taint key or condition type belong to the gate?</summary>
    public bool Owns(string key) => key.Length > prefix.Length && key[prefix.Length] == '/' && key.StartsWith(prefix, StringComparison.Ordinal);
}
