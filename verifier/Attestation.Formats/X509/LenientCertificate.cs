using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// A certificate of a TPM vendor: X.509, but not always in DER, padded in NV, and sometimes wrapped. Every deviation let pass is noted; what
/// came is what its signature is verified over. Critical extensions that are not processed are not refused here but by the rules of the path,
/// which name them; a signature with SHA-1 can be read and never verifies. Everything else of this project reads <see cref="UnverifiedCertificate"/>.
/// </summary>
public sealed class LenientCertificate
{
    /// <summary>Most bytes read, padding included.</summary>
    public const int MaxLength = 2 * UnverifiedCertificate.MaxLength;

    private readonly UnverifiedCertificate _inner;

    private LenientCertificate(UnverifiedCertificate inner) => _inner = inner;

    /// <summary>The certificate as it came, without wrapping and padding.</summary>
    public ReadOnlyMemory<byte> Der => _inner.Der;

    /// <summary>What the certificate says, for looking keys up and for showing it: nothing in it is proven.</summary>
    public Certificate ForDisplay => _inner.ForDisplay;

    /// <summary>What the reader let pass, in the order of the bytes.</summary>
    public IReadOnlyList<DialectNote> Deviations => _inner.ForDisplay.Notes;

    /// <summary>One certificate; behind it only padding is expected, and anything else is noted.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out LenientCertificate certificate, out ParseError error) =>
        TryParseFirst(bytes, last: true, out certificate, out _, out error);

    /// <summary>Certificates one after the other, as an NV index or a bundle holds them; at least one.</summary>
    public static bool TryParseAll(ReadOnlyMemory<byte> bytes, out IReadOnlyList<LenientCertificate> certificates, out ParseError error)
    {
        certificates = [];
        var list = new List<LenientCertificate>();
        int at = 0;
        do
        {
            if (list.Count == CertificateFile.MaxCertificates)
            {
                error = new ParseError(DerReasons.TooLarge, at, $"[{list.Count}]");
                return false;
            }
            if (!TryParseFirst(bytes[at..], last: false, out LenientCertificate certificate, out int length, out error))
            {
                error = error.Within($"[{list.Count}]", at);
                return false;
            }
            list.Add(certificate);
            at += length;
        }
        while (at < bytes.Length);
        certificates = list;
        return true;
    }

    /// <summary>The content, where the signature verifies under the issuer's key; else null.</summary>
    public Certificate? Verify(VerificationKey issuerKey) => _inner.Verify(issuerKey);

    /// <param name="bytes">The certificate at the start.</param>
    /// <param name="last">What follows it is no further certificate.</param>
    /// <param name="certificate">The certificate.</param>
    /// <param name="length">How many bytes it and its padding take.</param>
    /// <param name="error">Why not.</param>
    private static bool TryParseFirst(ReadOnlyMemory<byte> bytes, bool last, out LenientCertificate certificate, out int length, out ParseError error)
    {
        certificate = null!;
        length = 0;
        try
        {
            var notes = new List<DialectNote>();
            var (from, end) = Extent(bytes.Span, notes);
            length = Padded(bytes.Span, end, last, notes);
            certificate = new LenientCertificate(Read(bytes[from..end], notes));
            error = default;
            return true;
        }
        catch (DerDefect defect)
        {
            error = defect.Error;
            return false;
        }
    }

    /// <summary>Where the certificate is: some chips hand it out in an OCTET STRING.</summary>
    private static (int From, int End) Extent(ReadOnlySpan<byte> bytes, List<DialectNote> notes)
    {
        var (tag, content, end) = BerRepair.Header(bytes, 0, bytes.Length);
        if (end > UnverifiedCertificate.MaxLength)
            throw new DerDefect(DerReasons.TooLarge, 0, "");
        if (tag != DerTag.OctetString)
            return (0, end);
        notes.Add(new DialectNote(Dialect.WrappedInOctetString, "byte 0"));
        int inner = BerRepair.Header(bytes, content, end).End;
        return inner == end ? (content, end) : throw new DerDefect(DerReasons.Trailing, inner, "");
    }

    /// <summary>An NV index is often larger than its certificate: the rest is 00 or FF.</summary>
    private static int Padded(ReadOnlySpan<byte> bytes, int end, bool last, List<DialectNote> notes)
    {
        if (bytes.Length == end)
            return end;
        int padding = end;
        while (padding < bytes.Length && bytes[padding] == bytes[end] && bytes[end] is 0x00 or 0xFF)
            padding++;
        if (padding > end)
            notes.Add(new DialectNote(Dialect.Padding, $"byte {end}"));
        if (padding == bytes.Length || !last)
            return padding;
        if (bytes.Length > MaxLength)
            throw new DerDefect(DerReasons.TooLarge, end, "");
        notes.Add(new DialectNote(Dialect.BytesAfterCertificate, $"byte {padding}"));
        return bytes.Length;
    }

    private static UnverifiedCertificate Read(ReadOnlyMemory<byte> whole, List<DialectNote> notes)
    {
        byte[] repaired = new BerRepair(whole, notes).Repair(0, whole.Length);
        int signedFrom = BerRepair.Header(whole.Span, 0, whole.Length).Content;
        int signedEnd = BerRepair.Header(whole.Span, signedFrom, whole.Length).End;
        return UnverifiedCertificate.ReadRepaired(repaired, whole, whole[signedFrom..signedEnd], notes);
    }
}
