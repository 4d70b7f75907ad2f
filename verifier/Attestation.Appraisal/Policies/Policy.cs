namespace Attestation.Appraisal.Policies;

/// <summary>
/// RFC 9334 section 8.5, appraisal policy for evidence. The JSON form and every member: docs/policy.md. A document states only what differs
/// from <see cref="Default"/>, which requires everything.
/// </summary>
public sealed record Policy
{
    /// <summary>Stable name; appears in every result that this policy made.</summary>
    public string Id { get; init; } = "default";

    /// <summary>What every layer must be compared on. <see cref="Comparisons.None"/> is accepted here and refused at appraisal as vacuous.</summary>
    public Comparisons Required { get; init; } = Comparisons.All;

    public AllowedModes Modes { get; init; } = AllowedModes.Normal;

    /// <summary>Floors by class and layer, besides what reference values and the device's own history demand.</summary>
    public IReadOnlyList<MinimumSvn> MinimumSvn { get; init; } = [];

    /// <summary>A reference value's min-svn (CoRIM tag 553) is a floor for all releases of that class and layer: the newest release raises it.</summary>
    public bool SvnFloorFromReferences { get; init; } = true;

    /// <summary>Reference values from unsigned CoRIMs count.</summary>
    public bool AcceptUnsignedCorim { get; init; }

    /// <summary>Kinds of key accepted in chain and evidence, by the COSE name of their algorithm; PS256 stands for RSA.</summary>
    public IReadOnlyList<string> Algorithms { get; init; } = ["EdDSA", "ES256", "ES384"];

    /// <summary>Least strength in bits of every key in chain and evidence: 128 for P-256 and Ed25519, 192 for P-384.</summary>
    public int MinimumStrength { get; init; } = 128;

    public UnknownComponents UnknownComponents { get; init; } = UnknownComponents.Refuse;

    public TamperedDevices Tamper { get; init; } = TamperedDevices.Refuse;

    /// <summary>Evidence must carry a UEID that belongs to the chain's UDS key.</summary>
    public bool RequireUeid { get; init; } = true;

    /// <summary>How far CoRIMs' validity may be missed; certificates' dates are taken as they stand.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a result made under this policy may be relied on.</summary>
    public TimeSpan EarLifetime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Least number of layers (certificates made from a CDI) in a chain.</summary>
    public int RequiredLayers { get; init; } = 1;

    /// <summary>How worker nodes are judged; devices are not touched by it.</summary>
    public NodePolicy Node { get; init; } = NodePolicy.Default;

    public static Policy Default { get; } = new();
}
