using Attestation.Appraisal.Endorsements;
using Attestation.Formats.EventLog;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Nodes.References;

/// <summary>
/// One measurement of a CoRIM reference triple for a class of nodes (docs/formats/node-reference-values.md). A member that the measurement does not
/// state is empty or null.
/// </summary>
public sealed record NodeReference
{
    /// <summary>mkeys besides the names of <see cref="BootClass"/>.</summary>
    public const string PcrsKey = "pcrs", ImaKey = "ima", ImaSignerKey = "ima-signer";

    public required DeviceClass Class { get; init; }

    /// <summary>The mkey: <c>kernel</c>, <c>ima</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the CoRIM it came in.</summary>
    public required string Source { get; init; }

    /// <summary>Who signed that CoRIM; empty where nobody did.</summary>
    public required string Signer { get; init; }

    /// <summary>Validity of the CoRIM; null means unbounded on that side.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    public DateTimeOffset? NotAfter { get; init; }

    /// <summary>The class of boot events that it is about; null for the other keys.</summary>
    public BootClass? BootClass { get; init; }

    /// <summary>Any one of them matches an event.</summary>
    public IReadOnlyList<ReferenceDigest> Digests { get; init; } = [];

    /// <summary>command-line and grub-command: what a whole line must look like.</summary>
    public TextPattern? Pattern { get; init; }

    /// <summary>A name for people; for <c>ima</c> the path, empty for one by digest alone.</summary>
    public string Name { get; init; } = "";

    public string Version { get; init; } = "";

    /// <summary><c>pcrs</c>: golden values by PCR.</summary>
    public IReadOnlyDictionary<int, IReadOnlyList<ReferenceDigest>> Pcrs { get; init; } = new Dictionary<int, IReadOnlyList<ReferenceDigest>>();

    /// <summary><c>ima-signer</c>: keys whose signature admits a file.</summary>
    public IReadOnlyList<VerificationKey> Signers { get; init; } = [];

    /// <summary>Written so that no date at the end of time overflows.</summary>
    public bool Valid(DateTimeOffset now, TimeSpan skew) => !(NotBefore > now && NotBefore - now > skew) && !(NotAfter < now && now - NotAfter > skew);

    /// <summary>For people: the value, its name, and the CoRIM it stands in.</summary>
    public string Describe(ReadOnlyMemory<byte>? digest = null) =>
        $"{(digest is { } d ? Convert.ToHexStringLower(d.Span) : Pattern?.ToString() ?? "")}{(Pattern is null && Name.Length > 0 ? $" {Name}" : "")}{(Version.Length > 0 ? $" {Version}" : "")} ({Source})";
}
