using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads the values of the extensions that are processed, each into its place in the certificate.</summary>
internal static class ExtensionValues
{
    private const int MaxListed = 64;

    /// <summary>The certificate with the extension's content; null where the extension is not one that is processed.</summary>
    public static Certificate? Read(string oid, bool critical, ref DerReader value, Certificate certificate, List<DialectNote> notes, string path)
    {
        switch (oid)
        {
            case ExtensionOid.SubjectKeyIdentifier:
                return certificate with { SubjectKeyIdentifier = value.OctetString(path) };
            case ExtensionOid.AuthorityKeyIdentifier:
                return certificate with { AuthorityKeyIdentifier = ReadAuthorityKey(ref value, path) };
            case ExtensionOid.KeyUsage:
                return certificate with { KeyUsage = ReadKeyUsage(ref value, notes, path) };
            case ExtensionOid.BasicConstraints:
                return certificate with { BasicConstraints = ReadBasicConstraints(ref value, critical, notes, path) };
            case ExtensionOid.ExtendedKeyUsage:
                return certificate with { ExtendedKeyUsage = ReadKeyPurposes(ref value, path) };
            case ExtensionOid.CertificatePolicies:
            case ExtensionOid.SubjectAlternativeName:
                // No policy is asked for (section 6.1.1 (c): any-policy) and no name is looked up, so both are well-formed and no more.
                SkipSequence(ref value, path);
                return certificate;
            case ExtensionOid.OpenDice:
                return certificate with { OpenDice = OpenDiceExtension.Read(ref value, notes, path) };
            case ExtensionOid.TcbInfo:
                return Add(certificate, TcbInfoExtension.Read(ref value, notes, path));
            case ExtensionOid.MultiTcbInfo:
                return TcbInfoExtension.ReadMany(ref value, certificate, notes, path);
            case ExtensionOid.TcbInfoDialect when LooksLikeTcbInfo(value):
                notes.Add(new DialectNote(Dialect.TcbInfoUnderOid2, path));
                return Add(certificate, TcbInfoExtension.Read(ref value, notes, path));
            case ExtensionOid.Ueid:
                return certificate with { Ueid = TcbInfoExtension.ReadUeid(ref value, path) };
            case ExtensionOid.ConceptualMessageWrapper:
            case ExtensionOid.TcgConceptualMessageWrapper:
            case ExtensionOid.TcbFreshness:
                value.Element(path); // handed on as it is: Certificate.ExtensionValue
                return certificate;
            default:
                return null;
        }
    }

    private static Certificate Add(Certificate certificate, Dice.TcbInfo info) =>
        certificate with { TcbInfos = [.. certificate.TcbInfos, info] };

    /// <summary>The other structure under .5.4.2 is a SEQUENCE OF or a string; a DiceTcbInfo starts with a context tag.</summary>
    private static bool LooksLikeTcbInfo(DerReader value)
    {
        ReadOnlySpan<byte> bytes = value.Rest.Span;
        return bytes.Length > 2 && bytes[0] == DerTag.Sequence && bytes[1] < 0x80 && bytes[2] is >= 0x80 and < 0xC0;
    }

    /// <summary>Section 4.2.1.1: [0] keyIdentifier, [1] and [2] issuer and serial, which stand together or not at all.</summary>
    private static ReadOnlyMemory<byte>? ReadAuthorityKey(ref DerReader value, string path)
    {
        DerReader fields = value.Enter(DerTag.Sequence, path);
        ReadOnlyMemory<byte>? identifier = fields.Is(DerTag.Context(0)) ? fields.Content(DerTag.Context(0), path) : default(ReadOnlyMemory<byte>?);
        bool issuer = fields.Is(DerTag.ContextConstructed(1));
        if (issuer)
            fields.Content(DerTag.ContextConstructed(1), path);
        bool serial = fields.Is(DerTag.Context(2));
        if (serial)
            fields.Integer(path, DerTag.Context(2));
        fields.End(path);
        return issuer == serial ? identifier : throw fields.Defect(X509Reasons.Extension, path);
    }

    private static KeyUsage ReadKeyUsage(ref DerReader value, List<DialectNote> notes, string path)
    {
        int at = value.Offset;
        uint bits = NamedBits.Read(ref value, 9, notes, path);
        return bits != 0 ? (KeyUsage)bits : throw new DerDefect(X509Reasons.Extension, at, path); // 4.2.1.3: at least one bit
    }

    private static BasicConstraints ReadBasicConstraints(ref DerReader value, bool critical, List<DialectNote> notes, string path)
    {
        int at = value.Offset;
        DerReader fields = value.Enter(DerTag.Sequence, path);
        bool isCa = false;
        if (fields.Is(DerTag.Boolean))
        {
            isCa = fields.Boolean(path);
            if (!isCa)
                notes.Add(new DialectNote(Dialect.ExplicitDefault, path + "/cA"));
        }
        long? pathLength = fields.Is(DerTag.Integer) ? fields.Unsigned(path + "/pathLenConstraint") : null;
        fields.End(path);
        if (pathLength > 255 || (pathLength is not null && !isCa))
            throw new DerDefect(X509Reasons.Extension, at, path); // 4.2.1.9: only with cA
        if (isCa && !critical)
            notes.Add(new DialectNote(Dialect.BasicConstraintsNotCritical, path));
        return new BasicConstraints(isCa, (int?)pathLength);
    }

    private static List<string> ReadKeyPurposes(ref DerReader value, string path)
    {
        DerReader list = value.Enter(DerTag.Sequence, path);
        var purposes = new List<string>();
        do
        {
            if (purposes.Count == MaxListed)
                throw list.Defect(DerReasons.TooLarge, path);
            purposes.Add(list.ObjectIdentifier(path));
        }
        while (list.HasMore);
        return purposes;
    }

    private static void SkipSequence(ref DerReader value, string path)
    {
        DerReader list = value.Enter(DerTag.Sequence, path);
        do
            list.Element(path);
        while (list.HasMore);
    }
}
