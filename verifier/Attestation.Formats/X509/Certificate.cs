using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.Formats.X509;

/// <summary>
/// The content of a certificate (RFC 5280 section 4.1). Whoever holds one got it from <see cref="UnverifiedCertificate.Verify"/>, so its signature
/// has been verified under some key; whether that key was the right one, and every other rule of a path, is the chain verifier's business.
/// </summary>
public sealed record Certificate
{
    /// <summary>The whole certificate as it came.</summary>
    public required ReadOnlyMemory<byte> Der { get; init; }

    /// <summary>1 to 3.</summary>
    public required int Version { get; init; }

    /// <summary>Content bytes of the INTEGER, two's complement.</summary>
    public required ReadOnlyMemory<byte> Serial { get; init; }

    public required SignatureAlgorithm SignatureAlgorithm { get; init; }

    public required DistinguishedName Issuer { get; init; }

    public required DistinguishedName Subject { get; init; }

    public required DateTimeOffset NotBefore { get; init; }

    public required DateTimeOffset NotAfter { get; init; }

    public required VerificationKey SubjectKey { get; init; }

    /// <summary>In their order; every identifier once.</summary>
    public IReadOnlyList<CertificateExtension> Extensions { get; internal set; } = [];

    /// <summary>keyIdentifier of the authority key identifier; null where either is absent.</summary>
    public ReadOnlyMemory<byte>? AuthorityKeyIdentifier { get; internal set; }

    public ReadOnlyMemory<byte>? SubjectKeyIdentifier { get; internal set; }

    /// <summary>Null where the extension is absent.</summary>
    public KeyUsage? KeyUsage { get; internal set; }

    public BasicConstraints? BasicConstraints { get; internal set; }

    /// <summary>Dotted identifiers; empty where the extension is absent.</summary>
    public IReadOnlyList<string> ExtendedKeyUsage { get; internal set; } = [];

    /// <summary>The Open DICE extension.</summary>
    public DiceInputs? OpenDice { get; internal set; }

    /// <summary>DiceTcbInfo alone, or those of DiceMultiTcbInfo in their order.</summary>
    public IReadOnlyList<TcbInfo> TcbInfos { get; internal set; } = [];

    /// <summary>The UEID of the TCG extension (RFC 9711 section 4.2.1).</summary>
    public ReadOnlyMemory<byte>? Ueid { get; internal set; }

    /// <summary>Accepted deviations, for linting.</summary>
    public IReadOnlyList<DialectNote> Notes { get; internal set; } = [];

    /// <summary>Does the certificate say something about a DICE layer?</summary>
    public bool IsDiceLayer => OpenDice is not null || TcbInfos.Count > 0;

    /// <summary>The value of an extension, or null.</summary>
    public ReadOnlyMemory<byte>? ExtensionValue(string oid) => Extensions.FirstOrDefault(e => e.Oid == oid)?.Value;
}
