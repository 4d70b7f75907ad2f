using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// A certificate revocation list that is well-formed and nothing more, in strict DER. RFC 5280 section 5.1:
/// <code>
/// CertificateList ::= SEQUENCE { tbsCertList, signatureAlgorithm, signatureValue BIT STRING }
/// TBSCertList ::= SEQUENCE { version INTEGER (1) OPTIONAL, signature, issuer Name, thisUpdate, nextUpdate OPTIONAL,
///   revokedCertificates SEQUENCE OF SEQUENCE { serial INTEGER, date, extensions OPTIONAL } OPTIONAL, [0] extensions OPTIONAL }
/// </code>
/// </summary>
public sealed class UnverifiedRevocationList
{
    /// <summary>Longest list read, bytes: vendors' lists are below 1 MiB.</summary>
    public const int MaxLength = 8 << 20;

    private readonly RevocationList _content;
    private readonly ReadOnlyMemory<byte> _signed;
    private readonly ReadOnlyMemory<byte> _signature;

    private UnverifiedRevocationList(RevocationList content, ReadOnlyMemory<byte> signed, ReadOnlyMemory<byte> signature) =>
        (_content, _signed, _signature) = (content, signed, signature);

    /// <summary>What the list says, for showing it to a person: nothing in it is proven.</summary>
    public RevocationList ForDisplay => _content;

    /// <summary>One list in DER, nothing after it.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> der, out UnverifiedRevocationList list, out ParseError error)
    {
        list = null!;
        try
        {
            if (der.Length > MaxLength)
                throw new DerDefect(DerReasons.TooLarge, 0, "");
            var reader = new DerReader(der);
            list = Read(ref reader, der);
            reader.End("");
            error = default;
            return true;
        }
        catch (DerDefect defect)
        {
            error = defect.Error;
            return false;
        }
    }

    /// <summary>PEM blocks labelled X509 CRL, or one list in DER; at least one list.</summary>
    public static bool TryParseFile(ReadOnlyMemory<byte> file, out IReadOnlyList<UnverifiedRevocationList> lists, out ParseError error)
    {
        var read = new List<UnverifiedRevocationList>();
        lists = read;
        error = default;
        IReadOnlyList<ReadOnlyMemory<byte>> contents = [file];
        if (file.Span.IndexOf("-----BEGIN "u8) >= 0)
        {
            if (!PemBlock.TryDecodeAll(System.Text.Encoding.ASCII.GetString(file.Span), "X509 CRL", out List<byte[]> blocks))
            {
                error = new ParseError(X509Reasons.Pem, 0, "");
                return false;
            }
            contents = [.. blocks.Select(block => (ReadOnlyMemory<byte>)block)];
        }
        foreach (ReadOnlyMemory<byte> content in contents)
        {
            if (!TryParse(content, out UnverifiedRevocationList list, out error))
                return false;
            read.Add(list);
        }
        return true;
    }

    /// <summary>The content, where the signature verifies under the issuer's key; else null.</summary>
    public RevocationList? Verify(VerificationKey issuerKey) => issuerKey.Verify(_content.SignatureAlgorithm, _signed.Span, _signature.Span) ? _content : null;

    private static UnverifiedRevocationList Read(ref DerReader reader, ReadOnlyMemory<byte> document)
    {
        DerReader whole = reader.Enter(DerTag.Sequence, "");
        int signedFrom = whole.Offset;
        DerReader signed = whole.Enter(DerTag.Sequence, "tbsCertList");
        ReadOnlyMemory<byte> signedBytes = document[signedFrom..whole.Offset];
        int algorithmAt = whole.Offset;
        ReadOnlyMemory<byte> outerAlgorithm = whole.Element(DerTag.Sequence, "signatureAlgorithm");
        ReadOnlyMemory<byte> signature = whole.BitStringOfBytes("signatureValue");
        whole.End("");
        RevocationList content = RevocationListContent.Read(ref signed, document, out ReadOnlyMemory<byte> innerAlgorithm);
        if (!innerAlgorithm.Span.SequenceEqual(outerAlgorithm.Span))
            throw new DerDefect(X509Reasons.AlgorithmMismatch, algorithmAt, "signatureAlgorithm");
        return new UnverifiedRevocationList(content, signedBytes, signature);
    }
}
