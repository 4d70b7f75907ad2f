namespace Attestation.Formats.Ear;

/// <summary>
/// Trustworthiness vector (draft-ietf-rats-ar4si section 2.3). 0 makes no claim, 2 to 31 affirm, 32 to 95 warn, from 96 on contraindicate; -1 is a
/// malfunction of the verifier, 1 an unexpected result, 99 a failed cryptographic check.
/// </summary>
public sealed record TrustworthinessVector(
    sbyte InstanceIdentity = 0,
    sbyte Configuration = 0,
    sbyte Executables = 0,
    sbyte FileSystem = 0,
    sbyte Hardware = 0,
    sbyte RuntimeOpaque = 0,
    sbyte StorageOpaque = 0,
    sbyte SourcedData = 0)
{
    /// <summary>Names of the claims in JSON; the index is the key in CBOR.</summary>
    internal static readonly string[] Names =
        ["instance-identity", "configuration", "executables", "file-system", "hardware", "runtime-opaque", "storage-opaque", "sourced-data"];

    /// <summary>The claims in the order of their CBOR keys.</summary>
    public IReadOnlyList<sbyte> Claims => [InstanceIdentity, Configuration, Executables, FileSystem, Hardware, RuntimeOpaque, StorageOpaque, SourcedData];

    /// <summary>The best status that the worst claim allows.</summary>
    public EarStatus WorstTier => Claims.Select(Tier).Max();

    internal static TrustworthinessVector Of(ReadOnlySpan<sbyte> claims) =>
        new(claims[0], claims[1], claims[2], claims[3], claims[4], claims[5], claims[6], claims[7]);

    public static EarStatus Tier(sbyte claim) => claim switch
    {
        >= 96 => EarStatus.Contraindicated,
        >= 32 => EarStatus.Warning,
        >= 2 => EarStatus.Affirming,
        _ => EarStatus.None,
    };

    /// <summary>draft-ietf-rats-ear section 3.2: the status must be no better than the worst claim. "none" is no better than "affirming".</summary>
    public bool Allows(EarStatus status) => WorstTier < EarStatus.Warning || status >= WorstTier;
}
