using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>What the storm guard answered for a bad node.</summary>
/// <param name="At">When the node fell; null where it has not.</param>
/// <param name="Held">Why it does not fall yet; null where it fell, is about to, or is not bad.</param>
/// <param name="Next">When to ask again; null where only news can change the answer.</param>
public readonly record struct Fall(DateTimeOffset? At, GateDenial? Held, DateTimeOffset? Next)
{
    /// <summary>Of a node that is not bad.</summary>
    public static Fall None => default;
}
