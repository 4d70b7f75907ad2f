namespace Attestation.Appraisal.Endorsements;

/// <summary>
/// One CoRIM reference triple (draft-ietf-rats-corim section 5.1.5) for one DICE layer: what one release of one layer looks like. The mapping
/// of measurements to members is in docs/appraisal.md, "Reference values". A member that the triple does not state is empty or null.
/// </summary>
public sealed record LayerReference
{
    public required DeviceClass Class { get; init; }

    /// <summary>CoRIM class-map layer; 0 is the first certificate made from a CDI.</summary>
    public required int Layer { get; init; }

    /// <summary>Id of the CoRIM it came in.</summary>
    public required string Source { get; init; }

    /// <summary>Who signed that CoRIM; empty where nobody did.</summary>
    public required string Signer { get; init; }

    /// <summary>Validity of the CoRIM; null means unbounded on that side.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>Component name for people; may be empty.</summary>
    public string Name { get; init; } = "";

    /// <summary>Release version for people; may be empty.</summary>
    public string Version { get; init; } = "";

    /// <summary>Security version of this release, whether stated as svn (552) or min-svn (553).</summary>
    public ulong? Svn { get; init; }

    /// <summary>True for min-svn: no release of this class and layer below <see cref="Svn"/> is to run any more.</summary>
    public bool SvnIsFloor { get; init; }

    public IReadOnlyList<ReferenceDigest> Code { get; init; } = [];

    public IReadOnlyList<ReferenceDigest> Config { get; init; } = [];

    /// <summary>The configuration input itself where the triple states a raw value (tag 560).</summary>
    public ReadOnlyMemory<byte>? RawConfig { get; init; }

    public IReadOnlyList<ReferenceDigest> Authority { get; init; } = [];

    /// <summary>Operational flags; null where the triple states none.</summary>
    public ModeFlags? Mode { get; init; }

    internal bool HasConfig => Config.Count > 0 || RawConfig is not null;

    /// <summary>Written so that no date at the end of time overflows.</summary>
    internal bool Valid(DateTimeOffset now, TimeSpan skew) => !(NotBefore > now && NotBefore - now > skew) && !(NotAfter < now && now - NotAfter > skew);
}
