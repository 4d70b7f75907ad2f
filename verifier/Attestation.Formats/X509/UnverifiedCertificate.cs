using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// A certificate that is well-formed and nothing more. Its content is handed out by <see cref="Verify"/> alone. RFC 5280 section 4.1:
/// <code>
/// Certificate ::= SEQUENCE {
///   tbsCertificate      TBSCertificate,        -- the signed bytes, kept as they came
///   signatureAlgorithm  AlgorithmIdentifier,   -- byte for byte the one inside tbsCertificate
///   signatureValue      BIT STRING }
/// </code>
/// </summary>
public sealed class UnverifiedCertificate
{
    /// <summary>Longest certificate read, bytes.</summary>
    public const int MaxLength = 65536;

    private readonly Certificate _content;
    private readonly ReadOnlyMemory<byte> _signed;
    private readonly ReadOnlyMemory<byte> _signature;
    private VerificationKey? _verifiedUnder; // path building and path checking ask the same question: answered once

    private UnverifiedCertificate(Certificate content, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signature) =>
        (_content, _signed, _signature) = (content, signed, signature);

    /// <summary>The whole certificate as it came.</summary>
    public ReadOnlyMemory<byte> Der => _content.Der;

    /// <summary>What the certificate says, for showing it to a person: nothing in it is proven.</summary>
    public Certificate ForDisplay => _content;

    /// <summary>What the certificate says of its issuer and itself, to look for keys by. Nothing in it is proven.</summary>
    internal Certificate Claimed => _content;

    /// <summary>One certificate in DER, nothing after it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> der, out UnverifiedCertificate certificate, out ParseError error)
    {
        certificate = null!;
        if (!TryParseFirst(der, 0, out UnverifiedCertificate first, out int end, out error))
            return false;
        if (end != der.Length)
        {
            error = new ParseError(DerReasons.Trailing, end, "");
            return false;
        }
        certificate = first;
        return true;
    }

    /// <summary>The content, where the signature verifies under the issuer's key; else null.</summary>
    public Certificate? Verify(VerificationKey issuerKey)
    {
        if (issuerKey.Equals(_verifiedUnder))
            return _content;
        if (!issuerKey.Verify(_content.SignatureAlgorithm, _signed.Span, _signature.Span))
            return null;
        _verifiedUnder = issuerKey;
        return _content;
    }

    /// <summary>The content, where issuer and subject are the same name and the signature verifies under the certificate's own key; else null.</summary>
    public Certificate? VerifySelfSigned() => _content.Issuer.Equals(_content.Subject) ? Verify(_content.SubjectKey) : null;

    /// <summary>A certificate at an offset of a document that may go on after it.</summary>
    internal static bool TryParseFirst(ReadOnlyMemory<byte> document, int offset, out UnverifiedCertificate certificate, out int end, out ParseError error)
    {
        try
        {
            var reader = new DerReader(document, offset, document.Length);
            certificate = Read(ref reader, document, lenient: false);
            end = reader.Offset;
            error = default;
            return true;
        }
        catch (DerDefect defect)
        {
            certificate = null!;
            end = offset;
            error = defect.Error;
            return false;
        }
    }

    /// <summary>The content of repaired DER with the bytes that were signed in truth: see <see cref="LenientCertificate"/>.</summary>
    internal static UnverifiedCertificate ReadRepaired(ReadOnlyMemory<byte> repaired, ReadOnlyMemory<byte> whole, ReadOnlyMemory<byte> signed, IReadOnlyList<DialectNote> repairs)
    {
        var reader = new DerReader(repaired);
        UnverifiedCertificate read = Read(ref reader, repaired, lenient: true);
        Certificate content = read._content with { Der = whole, Notes = [.. repairs, .. read._content.Notes] };
        return new UnverifiedCertificate(content, signed, read._signature);
    }

    private static UnverifiedCertificate Read(ref DerReader reader, ReadOnlyMemory<byte> document, bool lenient)
    {
        int from = reader.Offset;
        DerReader certificate = reader.Enter(DerTag.Sequence, "");
        if (reader.Offset - from > MaxLength)
            throw new DerDefect(DerReasons.TooLarge, from, "");
        int signedFrom = certificate.Offset;
        DerReader signed = certificate.Enter(DerTag.Sequence, "tbsCertificate");
        ReadOnlyMemory<byte> signedBytes = document[signedFrom..certificate.Offset];
        int algorithmAt = certificate.Offset;
        ReadOnlyMemory<byte> outerAlgorithm = certificate.Element(DerTag.Sequence, "signatureAlgorithm");
        ReadOnlyMemory<byte> signature = certificate.BitStringOfBytes("signatureValue");
        certificate.End("");
        Certificate content = ReadSigned(ref signed, document, document[from..reader.Offset], lenient, out ReadOnlyMemory<byte> innerAlgorithm);
        if (!innerAlgorithm.Span.SequenceEqual(outerAlgorithm.Span))
            throw new DerDefect(X509Reasons.AlgorithmMismatch, algorithmAt, "signatureAlgorithm");
        return new UnverifiedCertificate(content, signedBytes, signature);
    }

    private static Certificate ReadSigned(ref DerReader signed, ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> whole, bool lenient, out ReadOnlyMemory<byte> algorithm)
    {
        try
        {
            return SignedCertificate.Read(ref signed, document, whole, lenient, out algorithm);
        }
        catch (DerDefect defect)
        {
            throw defect.Within("tbsCertificate");
        }
    }
}
