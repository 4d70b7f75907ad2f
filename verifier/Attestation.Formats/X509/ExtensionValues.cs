using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads the values of the extensions that are processed, each into its place in the certificate.</summary>
internal static class ExtensionValues
{
    private const int MaxListed = 64;

    /// <summary>Reads the value into the certificate; false where the extension is not one that is processed. Paths are relative to the extension.</summary>
    public static bool TryRead(string oid, bool critical, ref DerReader value, Certificate certificate, List<DialectNote> notes, bool lenient)
    {
        switch (oid)
        {
            case ExtensionOid.SubjectKeyIdentifier:
                certificate.SubjectKeyIdentifier = value.OctetString("");
                return true;
            case ExtensionOid.AuthorityKeyIdentifier:
                certificate.AuthorityKeyIdentifier = ReadAuthorityKey(ref value);
                return true;
            case ExtensionOid.KeyUsage:
                certificate.KeyUsage = ReadKeyUsage(ref value, notes, lenient);
                return true;
            case ExtensionOid.BasicConstraints:
                certificate.BasicConstraints = ReadBasicConstraints(ref value, critical, notes);
                return true;
            case ExtensionOid.ExtendedKeyUsage:
                certificate.ExtendedKeyUsage = ReadKeyPurposes(ref value);
                return true;
            case ExtensionOid.CertificatePolicies or ExtensionOid.SubjectAlternativeName:
                // No policy is asked for (section 6.1.1 (c): any-policy) and no name is looked up, so both are well-formed and no more.
                SkipSequence(ref value);
                return true;
            default:
                return TryReadDice(oid, ref value, certificate, notes);
        }
    }

    private static bool TryReadDice(string oid, ref DerReader value, Certificate certificate, List<DialectNote> notes)
    {
        switch (oid)
        {
            case ExtensionOid.OpenDice:
                certificate.OpenDice = OpenDiceExtension.Read(ref value, notes);
                return true;
            case ExtensionOid.TcbInfo:
                certificate.TcbInfos = [.. certificate.TcbInfos, TcbInfoExtension.Read(ref value, notes)];
                return true;
            case ExtensionOid.MultiTcbInfo:
                certificate.TcbInfos = [.. certificate.TcbInfos, .. TcbInfoExtension.ReadMany(ref value, notes)];
                return true;
            case ExtensionOid.TcbInfoDialect when LooksLikeTcbInfo(value):
                notes.Add(new DialectNote(Dialect.TcbInfoUnderOid2, ""));
                certificate.TcbInfos = [.. certificate.TcbInfos, TcbInfoExtension.Read(ref value, notes)];
                return true;
            case ExtensionOid.Ueid:
                certificate.Ueid = TcbInfoExtension.ReadUeid(ref value);
                return true;
            case ExtensionOid.ConceptualMessageWrapper or ExtensionOid.TcgConceptualMessageWrapper or ExtensionOid.TcbFreshness:
                value.Element(""); // handed on as it is: Certificate.ExtensionValue
                return true;
            default:
                return false;
        }
    }

    /// <summary>The other structure under .5.4.2 is a SEQUENCE OF or a string; a DiceTcbInfo starts with a context tag.</summary>
    private static bool LooksLikeTcbInfo(DerReader value)
    {
        ReadOnlySpan<byte> bytes = value.Rest.Span;
        return bytes.Length > 2 && bytes[0] == DerTag.Sequence && bytes[1] < 0x80 && bytes[2] is >= 0x80 and < 0xC0;
    }

    /// <summary>Section 4.2.1.1: [0] keyIdentifier, [1] and [2] issuer and serial, which stand together or not at all.</summary>
    private static ReadOnlyMemory<byte>? ReadAuthorityKey(ref DerReader value)
    {
        DerReader fields = value.Enter(DerTag.Sequence, "");
        ReadOnlyMemory<byte>? identifier = fields.Is(DerTag.Context(0)) ? fields.Content(DerTag.Context(0), "") : default(ReadOnlyMemory<byte>?);
        bool issuer = fields.Is(DerTag.ContextConstructed(1));
        if (issuer)
            fields.Content(DerTag.ContextConstructed(1), "");
        bool serial = fields.Is(DerTag.Context(2));
        if (serial)
            fields.Integer("", DerTag.Context(2));
        fields.End("");
        return issuer == serial ? identifier : throw fields.Defect(X509Reasons.Extension, "");
    }

    private static KeyUsage ReadKeyUsage(ref DerReader value, List<DialectNote> notes, bool lenient)
    {
        int at = value.Offset;
        uint bits = NamedBits.Read(ref value, 9, notes, "", ignoreUnknown: lenient);
        return bits != 0 ? (KeyUsage)bits : throw new DerDefect(X509Reasons.Extension, at, ""); // 4.2.1.3: at least one bit
    }

    private static BasicConstraints ReadBasicConstraints(ref DerReader value, bool critical, List<DialectNote> notes)
    {
        int at = value.Offset;
        DerReader fields = value.Enter(DerTag.Sequence, "");
        bool isCa = false;
        if (fields.Is(DerTag.Boolean))
        {
            isCa = fields.Boolean("");
            if (!isCa)
                notes.Add(new DialectNote(Dialect.ExplicitDefault, "cA"));
        }
        long? pathLength = fields.Is(DerTag.Integer) ? fields.Unsigned("pathLenConstraint") : null;
        fields.End("");
        if (pathLength > 255 || (pathLength is not null && !isCa))
            throw new DerDefect(X509Reasons.Extension, at, ""); // 4.2.1.9: only with cA
        if (isCa && !critical)
            notes.Add(new DialectNote(Dialect.BasicConstraintsNotCritical, ""));
        return new BasicConstraints(isCa, (int?)pathLength);
    }

    private static List<string> ReadKeyPurposes(ref DerReader value)
    {
        DerReader list = value.Enter(DerTag.Sequence, "");
        var purposes = new List<string>();
        do
        {
            if (purposes.Count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, "");
            purposes.Add(list.ObjectIdentifier(""));
        }
        while (list.HasMore);
        return purposes;
    }

    private static void SkipSequence(ref DerReader value)
    {
        DerReader list = value.Enter(DerTag.Sequence, "");
        do
            list.Element("");
        while (list.HasMore);
    }
}
