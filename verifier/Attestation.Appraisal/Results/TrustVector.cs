namespace Attestation.Appraisal.Results;

/// <summary>
/// draft-ietf-rats-ar4si section 2.3: the trustworthiness vector. Each claim is a signed byte: 0 no claim, 2..31 affirming, 32..95 warning,
/// 96..127 contraindicated, 99 cryptographic validation failed. Which finding sets which value: docs/appraisal.md.
/// </summary>
public sealed record TrustVector(
    sbyte InstanceIdentity = 0,
    sbyte Configuration = 0,
    sbyte Executables = 0,
    sbyte FileSystem = 0,
    sbyte Hardware = 0,
    sbyte RuntimeOpaque = 0,
    sbyte StorageOpaque = 0,
    sbyte SourcedData = 0)
{
    public const sbyte CryptoFailed = 99;

    public static TrustVector Empty { get; } = new();

    /// <summary>The claim with the given key of the CBOR form, 0 (instance identity) to 7 (sourced data).</summary>
    public sbyte this[TrustClaim claim] => claim switch
    {
        TrustClaim.InstanceIdentity => InstanceIdentity,
        TrustClaim.Configuration => Configuration,
        TrustClaim.Executables => Executables,
        TrustClaim.FileSystem => FileSystem,
        TrustClaim.Hardware => Hardware,
        TrustClaim.RuntimeOpaque => RuntimeOpaque,
        TrustClaim.StorageOpaque => StorageOpaque,
        TrustClaim.SourcedData => SourcedData,
        _ => throw new ArgumentOutOfRangeException(nameof(claim)),
    };

    /// <summary>The status that the worst claim allows: no better than it (draft-ietf-rats-ear section 3.1).</summary>
    public AppraisalStatus Status
    {
        get
        {
            var worst = AppraisalStatus.None;
            for (var claim = TrustClaim.InstanceIdentity; claim <= TrustClaim.SourcedData; claim++)
            {
                AppraisalStatus tier = Tier(this[claim]);
                if (tier > worst)
                    worst = tier;
            }
            return worst;
        }
    }

    /// <summary>The vector with one claim at the given value, unless it is worse already.</summary>
    public TrustVector Worsened(TrustClaim claim, sbyte value)
    {
        if (this[claim] >= value)
            return this;
        return claim switch
        {
            TrustClaim.InstanceIdentity => this with { InstanceIdentity = value },
            TrustClaim.Configuration => this with { Configuration = value },
            TrustClaim.Executables => this with { Executables = value },
            TrustClaim.FileSystem => this with { FileSystem = value },
            TrustClaim.Hardware => this with { Hardware = value },
            TrustClaim.RuntimeOpaque => this with { RuntimeOpaque = value },
            TrustClaim.StorageOpaque => this with { StorageOpaque = value },
            _ => this with { SourcedData = value },
        };
    }

    /// <summary>The tier of one claim's value; negative values and 1 are "none" by AR4SI, which says nothing good.</summary>
    public static AppraisalStatus Tier(sbyte value) => value switch
    {
        >= 96 => AppraisalStatus.Contraindicated,
        >= 32 => AppraisalStatus.Warning,
        >= 2 => AppraisalStatus.Affirming,
        _ => AppraisalStatus.None,
    };
}
