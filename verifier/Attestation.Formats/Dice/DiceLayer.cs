using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice;

/// <summary>How a certificate of a chain is encoded.</summary>
public enum DiceEntryForm
{
    X509,

    /// <summary>CBOR: a CWT in COSE_Sign1.</summary>
    Cwt,
}

/// <summary>One certificate of a DICE chain in the words that both encodings share: what was measured, and which key the measured code holds.</summary>
public sealed record DiceLayer
{
    public required DiceEntryForm Form { get; init; }

    /// <summary>The certificate as it came: DER, or the encoded COSE_Sign1.</summary>
    public required ReadOnlyMemory<byte> Encoded { get; init; }

    /// <summary>CBOR: iss. X.509: the issuer's serialNumber where that is its whole name, else the rendered name.</summary>
    public required string IssuerId { get; init; }

    public required string SubjectId { get; init; }

    public required VerificationKey SubjectKey { get; init; }

    /// <summary>Null where an X.509 certificate has no such extension.</summary>
    public required KeyUsage? KeyUsage { get; init; }

    /// <summary>Open DICE measurements; null where the certificate has none.</summary>
    public required DiceInputs? Inputs { get; init; }

    /// <summary>The profile that the certificate names; null where it names none.</summary>
    public string? ProfileName { get; init; }

    /// <summary>TCG measurements, X.509 only.</summary>
    public IReadOnlyList<TcbInfo> TcbInfos { get; init; } = [];

    public ReadOnlyMemory<byte>? Ueid { get; init; }

    /// <summary>The X.509 certificate; null for CBOR.</summary>
    public Certificate? Certificate { get; init; }

    /// <summary>Accepted deviations, for linting.</summary>
    public IReadOnlyList<DialectNote> Notes { get; init; } = [];

    /// <summary>Does it measure anything?</summary>
    public bool IsMeasured => Inputs is not null || TcbInfos.Count > 0;

    /// <summary>May its key sign certificates?</summary>
    public bool MayCertify => KeyUsage is { } usage && usage.HasFlag(X509.KeyUsage.KeyCertSign);

    /// <summary>Is its key an attestation key: may it sign evidence?</summary>
    public bool MaySign => KeyUsage is { } usage && usage.HasFlag(X509.KeyUsage.DigitalSignature);

    internal static DiceLayer FromX509(Certificate certificate) => new()
    {
        Form = DiceEntryForm.X509,
        Encoded = certificate.Der,
        IssuerId = certificate.Issuer.SerialNumber ?? certificate.Issuer.ToString(),
        SubjectId = certificate.Subject.SerialNumber ?? certificate.Subject.ToString(),
        SubjectKey = certificate.SubjectKey,
        KeyUsage = certificate.KeyUsage,
        Inputs = certificate.OpenDice,
        ProfileName = certificate.OpenDice?.ProfileName,
        TcbInfos = certificate.TcbInfos,
        Ueid = certificate.Ueid,
        Certificate = certificate,
        Notes = certificate.Notes,
    };

    internal static DiceLayer FromCwt(CwtClaims claims, ReadOnlyMemory<byte> encoded) => new()
    {
        Form = DiceEntryForm.Cwt,
        Encoded = encoded,
        IssuerId = claims.IssuerId,
        SubjectId = claims.SubjectId,
        SubjectKey = claims.SubjectKey,
        KeyUsage = claims.KeyUsage,
        Inputs = claims.Inputs,
        ProfileName = claims.ProfileName,
        Notes = claims.Notes,
    };
}
