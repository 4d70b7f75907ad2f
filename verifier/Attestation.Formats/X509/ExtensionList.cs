using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>Reads Extensions (RFC 5280 section 4.1.2.9): [3] EXPLICIT SEQUENCE OF { extnID, critical DEFAULT FALSE, extnValue }.</summary>
internal static class ExtensionList
{
    private const int MaxExtensions = 64;

    private const string Path = "extensions";

    /// <param name="reader">At the extensions.</param>
    /// <param name="certificate">Takes what they say.</param>
    /// <param name="notes">Takes deviations.</param>
    /// <param name="lenient">A critical extension that is not processed is left to the rules of the path, which name it.</param>
    public static void Read(ref DerReader reader, Certificate certificate, List<DialectNote> notes, bool lenient)
    {
        DerReader wrapper = reader.Enter(DerTag.ContextConstructed(3), Path);
        DerReader list = wrapper.Enter(DerTag.Sequence, Path);
        wrapper.End(Path);
        if (!list.HasMore)
            throw list.Defect(X509Reasons.Extension, Path); // section 4.1: SIZE (1..MAX)
        var extensions = new List<CertificateExtension>(6);
        while (list.HasMore)
        {
            if (extensions.Count == MaxExtensions)
                throw list.Defect(DerReasons.TooLarge, Path);
            ReadOne(ref list, certificate, extensions, notes, lenient);
        }
        certificate.Extensions = extensions;
    }

    private static void ReadOne(ref DerReader list, Certificate certificate, List<CertificateExtension> extensions, List<DialectNote> notes, bool lenient)
    {
        int at = list.Offset;
        DerReader entry = list.Enter(DerTag.Sequence, Path);
        string oid = entry.ObjectIdentifier(Path);
        int noted = notes.Count;
        try
        {
            bool critical = ReadCritical(ref entry, notes);
            DerReader value = entry.Enter(DerTag.OctetString, "");
            entry.End("");
            foreach (CertificateExtension earlier in extensions)
            {
                if (earlier.Oid == oid)
                    throw new DerDefect(X509Reasons.DuplicateExtension, at, "");
            }
            extensions.Add(new CertificateExtension(oid, critical, value.Rest));
            if (ExtensionValues.TryRead(oid, critical, ref value, certificate, notes, lenient))
                value.End("");
            else if (critical && !lenient)
                throw new DerDefect(X509Reasons.UnknownCritical, at, "");
        }
        catch (DerDefect defect)
        {
            throw defect.Within($"{Path}/{oid}");
        }
        for (int i = noted; i < notes.Count; i++)
            notes[i] = notes[i] with { Path = $"tbsCertificate/{Path}/{oid}/{notes[i].Path}".TrimEnd('/') };
    }

    private static bool ReadCritical(ref DerReader entry, List<DialectNote> notes)
    {
        if (!entry.Is(DerTag.Boolean))
            return false;
        bool critical = entry.Boolean("critical");
        if (!critical)
            notes.Add(new DialectNote(Dialect.ExplicitDefault, "critical"));
        return critical;
    }
}
