using Attestation.Formats.Cbor;

namespace Attestation.Formats.Corim;

/// <summary>
/// measurement-values-map (draft-ietf-rats-corim section 5.1.4.5). Absent values are null or empty; keys that a profile added
/// stay in <see cref="Extensions"/>, so that a caller can see that something was not compared.
/// </summary>
public sealed partial record MeasurementValues
{
    /// <summary>Key 0, the version.</summary>
    public string? Version { get; init; }

    /// <summary>Key 0, its scheme: 1 multipartnumeric, 16384 semver, ...; or a text.</summary>
    public CborLabel? VersionScheme { get; init; }

    /// <summary>Key 1: exact (552 or untagged), or the least acceptable (553).</summary>
    public ulong? Svn { get; init; }

    public bool SvnIsMinimum { get; init; }

    /// <summary>Key 2; any one of them may match, one per algorithm.</summary>
    public IReadOnlyList<CorimDigest> Digests { get; init; } = [];

    /// <summary>Key 3: flag numbers 0 to 10 as in <see cref="CorimFlag"/>.</summary>
    public IReadOnlyDictionary<CorimFlag, bool> Flags { get; init; } = new Dictionary<CorimFlag, bool>();

    /// <summary>Key 4: raw value.</summary>
    public ReadOnlyMemory<byte>? Raw { get; init; }

    /// <summary>Mask of the raw value: from tag 563, or from the deprecated key 5. Bits that are 0 are not compared.</summary>
    public ReadOnlyMemory<byte>? RawMask { get; init; }

    /// <summary>Key 6: EUI-48 or EUI-64.</summary>
    public ReadOnlyMemory<byte>? MacAddress { get; init; }

    /// <summary>Key 7: 4 or 16 bytes.</summary>
    public ReadOnlyMemory<byte>? IpAddress { get; init; }

    /// <summary>Key 8.</summary>
    public string? SerialNumber { get; init; }

    /// <summary>Key 9.</summary>
    public ReadOnlyMemory<byte>? Ueid { get; init; }

    /// <summary>Key 10, 16 bytes.</summary>
    public ReadOnlyMemory<byte>? Uuid { get; init; }

    /// <summary>Key 11.</summary>
    public string? Name { get; init; }

    /// <summary>Key 13.</summary>
    public IReadOnlyList<CorimKey> CryptoKeys { get; init; } = [];

    /// <summary>Key 14: register number or name to digests.</summary>
    public IReadOnlyDictionary<CborLabel, IReadOnlyList<CorimDigest>> IntegrityRegisters { get; init; } = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>>();

    /// <summary>Key 15; a single number is a range of one.</summary>
    public IntegerRange? IntegerRange { get; init; }

    /// <summary>Keys of profiles, as encoded items.</summary>
    public IReadOnlyDictionary<CborLabel, ReadOnlyMemory<byte>> Extensions { get; init; } = new Dictionary<CborLabel, ReadOnlyMemory<byte>>();
}

/// <summary>int-range (draft-ietf-rats-corim section 5.1.4.5.9): both ends included, null is unbounded.</summary>
public readonly record struct IntegerRange(long? Minimum, long? Maximum);

/// <summary>flags-map (draft-ietf-rats-corim section 5.1.4.5.4).</summary>
public enum CorimFlag
{
    Configured = 0,
    Secure = 1,
    Recovery = 2,
    Debug = 3,
    ReplayProtected = 4,
    IntegrityProtected = 5,
    RuntimeMeasured = 6,
    Immutable = 7,
    Tcb = 8,
    ConfidentialityProtected = 9,
    RuntimeUpdatable = 10,
}
