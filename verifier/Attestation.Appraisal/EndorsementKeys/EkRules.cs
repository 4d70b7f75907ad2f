namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What an operator may decide about endorsement key certificates; everything else is fixed.</summary>
public sealed record EkRules
{
    public static EkRules Default { get; } = new();

    /// <summary>An endorsement key certificate past its end is only warned of: manufacturers do not renew them. Authorities must be valid all the same.</summary>
    public bool AllowExpiredLeaf { get; init; }

    /// <summary>Every issuer below the anchor must have a revocation list.</summary>
    public bool RequireRevocationLists { get; init; }

    /// <summary>A certificate without any extended key usage is only warned of: cloud providers issue such.</summary>
    public bool AllowUnstatedPurpose { get; init; }

    /// <summary>The chain may end at any authority that the operator gave, not only at a self-signed one (what openssl calls -partial_chain).</summary>
    public bool AnyAuthorityIsAnchor { get; init; }
}
