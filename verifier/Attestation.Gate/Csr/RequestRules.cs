using Attestation.Gate.Configuration;

namespace Attestation.Gate.Csr;

/// <summary>What the operator's settings mean for requests.</summary>
/// <param name="Settings">Section <c>csr</c>.</param>
/// <param name="Account">User name of the gate itself, which files requests for nodes that get their certificate from it; null where it files none.</param>
/// <param name="TokenNode">The node for which one of the gate's bootstrap tokens was made, by its groups; null for any other token.</param>
/// <param name="IsExempt">Nodes that need no verdict.</param>
public sealed record RequestRules(CsrSettings Settings, string? Account, Func<IReadOnlyList<string>, string?> TokenNode, Func<string, bool> IsExempt);

/// <summary>What the gate makes of a request.</summary>
/// <param name="Node">Name of the node that it is for; null where it names none.</param>
/// <param name="Digest">SHA-256 of the request; null where it cannot be read.</param>
/// <param name="Denial">Null where it is to be approved.</param>
/// <param name="MayPass">True where a later verdict could change the answer: worth waiting a little, since a denial is final for a kubelet.</param>
public sealed record Judgement(string? Node, string? Digest, Verdicts.GateDenial? Denial, bool MayPass = false);
