using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads Extensions (RFC 5280 section 4.1.2.9): [3] EXPLICIT SEQUENCE OF { extnID, critical DEFAULT FALSE, extnValue }.</summary>
internal static class ExtensionList
{
    private const int MaxExtensions = 64;

    public static Certificate Read(ref DerReader reader, Certificate certificate, List<DialectNote> notes, string path)
    {
        DerReader wrapper = reader.Enter(DerTag.ContextConstructed(3), path);
        DerReader list = wrapper.Enter(DerTag.Sequence, path);
        wrapper.End(path);
        if (!list.HasMore)
            throw list.Defect(X509Reasons.Extension, path); // section 4.1: SIZE (1..MAX)
        var extensions = new List<CertificateExtension>(8);
        while (list.HasMore)
        {
            if (extensions.Count == MaxExtensions)
                throw list.Defect(DerReasons.TooLarge, path);
            certificate = ReadOne(ref list, certificate, extensions, notes, path);
        }
        return certificate with { Extensions = extensions };
    }

    private static Certificate ReadOne(ref DerReader list, Certificate certificate, List<CertificateExtension> extensions, List<DialectNote> notes, string path)
    {
        int at = list.Offset;
        DerReader entry = list.Enter(DerTag.Sequence, path);
        string oid = entry.ObjectIdentifier(path);
        path = path + "/" + oid;
        bool critical = ReadCritical(ref entry, notes, path);
        DerReader value = entry.Enter(DerTag.OctetString, path);
        entry.End(path);
        foreach (CertificateExtension earlier in extensions)
        {
            if (earlier.Oid == oid)
                throw new DerDefect(X509Reasons.DuplicateExtension, at, path);
        }
        extensions.Add(new CertificateExtension(oid, critical, value.Rest));
        Certificate? read = ExtensionValues.Read(oid, critical, ref value, certificate, notes, path);
        if (read is null)
            return critical ? throw new DerDefect(X509Reasons.UnknownCritical, at, path) : certificate;
        value.End(path);
        return read;
    }

    private static bool ReadCritical(ref DerReader entry, List<DialectNote> notes, string path)
    {
        if (!entry.Is(DerTag.Boolean))
            return false;
        bool critical = entry.Boolean(path);
        if (!critical)
            notes.Add(new DialectNote(Dialect.ExplicitDefault, path + "/critical"));
        return critical;
    }
}
