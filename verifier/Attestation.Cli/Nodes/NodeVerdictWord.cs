namespace Attestation.Cli.Nodes;

/// <summary>Where a node stands, in the words that the gate puts on nodes too (docs/cli.md, nodes); worst first.</summary>
internal enum NodeVerdictWord
{
    /// <summary>An operator revoked it.</summary>
    Revoked,

    /// <summary>Its last verdict is contraindicated.</summary>
    Bad,

    /// <summary>Its last verdict was good and has expired.</summary>
    Late,

    /// <summary>It has enrolled, and has no verdict that counts.</summary>
    None,

    /// <summary>Its last verdict is a warning, and holds.</summary>
    Warning,

    /// <summary>Its last verdict is affirming, and holds.</summary>
    Trusted,

    /// <summary>Its enrolment ended: retired by an operator, or superseded by another key of its TPM.</summary>
    Ended,
}
