namespace Attestation.Formats.Dice;

/// <summary>TCG DICE Attestation Architecture 1.2, section 6.1.1, DiceTcbInfo. A value is null where the extension leaves it out.</summary>
public sealed record TcbInfo
{
    public string? Vendor { get; init; }

    public string? Model { get; init; }

    public string? Version { get; init; }

    public long? Svn { get; init; }

    public long? Layer { get; init; }

    public long? Index { get; init; }

    /// <summary>Firmware digests; empty where the list is absent.</summary>
    public IReadOnlyList<Fwid> Fwids { get; init; } = [];

    public OperationalFlags? Flags { get; init; }

    /// <summary>Which of the flags the layer reports at all; null means all of those that <see cref="Flags"/> can hold.</summary>
    public OperationalFlags? FlagsMask { get; init; }

    public ReadOnlyMemory<byte>? VendorInfo { get; init; }

    public ReadOnlyMemory<byte>? Type { get; init; }

    public IReadOnlyList<IntegrityRegister> IntegrityRegisters { get; init; } = [];
}

/// <summary>FWID: a digest and the object identifier of its hash, dotted.</summary>
public sealed record Fwid(string HashAlgorithm, ReadOnlyMemory<byte> Digest)
{
    public const string Sha256 = "2.16.840.1.101.3.4.2.1";
    public const string Sha384 = "2.16.840.1.101.3.4.2.2";
    public const string Sha512 = "2.16.840.1.101.3.4.2.3";

    /// <summary>Bytes of a digest of this hash; null where the hash is not known here.</summary>
    public static int? DigestLength(string hashAlgorithm) => hashAlgorithm switch
    {
        Sha256 => 32,
        Sha384 => 48,
        Sha512 => 64,
        "1.3.14.3.2.26" => 20, // SHA-1: read, so that a policy can refuse it by name
        _ => null,
    };
}

/// <summary>A register that the layer extends at run time, by name or number.</summary>
public sealed record IntegrityRegister(string? Name, long? Number, IReadOnlyList<Fwid> Digests);

/// <summary>OperationalFlags; flag n of the ASN.1 named bit list is bit n here.</summary>
[Flags]
public enum OperationalFlags : uint
{
    None = 0,
    NotConfigured = 1 << 0,
    NotSecure = 1 << 1,
    Recovery = 1 << 2,
    Debug = 1 << 3,
    NotReplayProtected = 1 << 4,
    NotIntegrityProtected = 1 << 5,
    NotRuntimeMeasured = 1 << 6,
    NotImmutable = 1 << 7,
    NotTcb = 1 << 8,

    /// <summary>Says only that the string has all 32 bits.</summary>
    FixedWidth = 1u << 31,
}
