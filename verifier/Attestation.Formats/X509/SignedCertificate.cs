using Attestation.Formats.Der;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads TBSCertificate (RFC 5280 section 4.1.2).</summary>
internal static class SignedCertificate
{
    public static Certificate Read(ref DerReader reader, ReadOnlyMemory<byte> document, ReadOnlyMemory<byte> whole, bool lenient, out ReadOnlyMemory<byte> algorithm)
    {
        var notes = new List<DialectNote>();
        int version = ReadVersion(ref reader, notes);
        ReadOnlyMemory<byte> serial = ReadSerial(ref reader, notes);
        int algorithmAt = reader.Offset;
        SignatureAlgorithm signatureAlgorithm = CertificateSignatureAlgorithm.Read(ref reader, notes, "signature", named: lenient);
        algorithm = document[algorithmAt..reader.Offset];
        DistinguishedName issuer = DistinguishedName.Read(ref reader, document, "issuer");
        var (notBefore, notAfter) = ReadValidity(ref reader, notes);
        DistinguishedName subject = DistinguishedName.Read(ref reader, document, "subject");
        VerificationKey key = VerificationKey.ReadSpki(ref reader, "subjectPublicKeyInfo");
        SkipUniqueIdentifiers(ref reader, version);
        var certificate = new Certificate
        {
            Der = whole,
            Version = version,
            Serial = serial,
            SignatureAlgorithm = signatureAlgorithm,
            Issuer = issuer,
            Subject = subject,
            NotBefore = notBefore,
            NotAfter = notAfter,
            SubjectKey = key,
            Notes = notes,
        };
        if (!reader.HasMore)
            return certificate;
        if (version != 3)
            throw reader.Defect(X509Reasons.Version, "extensions");
        ExtensionList.Read(ref reader, certificate, notes, lenient);
        reader.End("");
        return certificate;
    }

    /// <summary>Section 4.1.2.1: [0] EXPLICIT INTEGER DEFAULT v1.</summary>
    private static int ReadVersion(ref DerReader reader, List<DialectNote> notes)
    {
        if (!reader.Is(DerTag.ContextConstructed(0)))
            return 1;
        DerReader wrapper = reader.Enter(DerTag.ContextConstructed(0), "version");
        long version = wrapper.Unsigned("version");
        wrapper.End("version");
        if (version > 2)
            throw reader.Defect(X509Reasons.Version, "version");
        if (version == 0)
            notes.Add(new DialectNote(Dialect.ExplicitDefault, "tbsCertificate/version"));
        return (int)version + 1;
    }

    /// <summary>Section 4.1.2.2: positive, at most 20 bytes; "certificate users MUST be able to handle" others gracefully.</summary>
    private static ReadOnlyMemory<byte> ReadSerial(ref DerReader reader, List<DialectNote> notes)
    {
        ReadOnlyMemory<byte> serial = reader.Integer("serialNumber");
        ReadOnlySpan<byte> bytes = serial.Span;
        if (bytes.Length > 20 || bytes[0] >= 0x80 || (bytes.Length == 1 && bytes[0] == 0))
            notes.Add(new DialectNote(Dialect.SerialNumber, "tbsCertificate/serialNumber"));
        return serial;
    }

    private static (DateTimeOffset NotBefore, DateTimeOffset NotAfter) ReadValidity(ref DerReader reader, List<DialectNote> notes)
    {
        int at = reader.Offset;
        DerReader validity = reader.Enter(DerTag.Sequence, "validity");
        DateTimeOffset notBefore = ReadTime(ref validity, "validity/notBefore", notes);
        DateTimeOffset notAfter = ReadTime(ref validity, "validity/notAfter", notes);
        validity.End("validity");
        if (notAfter < notBefore)
            throw new DerDefect(X509Reasons.ValidityOrder, at, "validity");
        return (notBefore, notAfter);
    }

    private static DateTimeOffset ReadTime(ref DerReader validity, string path, List<DialectNote> notes)
    {
        bool generalized = validity.Is(DerTag.GeneralizedTime);
        DateTimeOffset time = validity.Time(path);
        if (generalized && time.Year < 2050)
            notes.Add(new DialectNote(Dialect.GeneralizedTimeBefore2050, "tbsCertificate/" + path));
        return time;
    }

    /// <summary>Section 4.1.2.8: [1] and [2] IMPLICIT BIT STRING, versions 2 and 3; nothing uses them.</summary>
    private static void SkipUniqueIdentifiers(ref DerReader reader, int version)
    {
        for (int number = 1; number <= 2; number++)
        {
            byte tag = DerTag.Context(number);
            if (!reader.Is(tag))
                continue;
            if (version == 1)
                throw reader.Defect(X509Reasons.Version, "uniqueID");
            reader.BitString("uniqueID", out _, tag);
        }
    }
}
