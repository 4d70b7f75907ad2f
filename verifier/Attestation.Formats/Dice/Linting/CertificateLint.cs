using Attestation.Formats.Der;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>What RFC 5280 asks of one certificate by itself.</summary>
internal static class CertificateLint
{
    private const string Fields = "tbsCertificate/";

    public static IEnumerable<LintFinding> Lint(Certificate certificate) =>
    [
        .. certificate.Notes.Select(DialectRules.Finding),
        .. Names(certificate),
        .. Times(certificate),
        .. Usages(certificate),
        .. KeyIdentifiers(certificate),
    ];

    /// <summary>Place of an extension.</summary>
    public static string At(string oid) => $"{Fields}extensions/{oid}";

    public static CertificateExtension? Find(Certificate certificate, string oid) => certificate.Extensions.FirstOrDefault(e => e.Oid == oid);

    private static IEnumerable<LintFinding> Names(Certificate certificate)
    {
        if (certificate.Version < 3)
            yield return new LintFinding(LintRules.Version, Fields + "version", $"version {certificate.Version}");
        if (certificate.Issuer.IsEmpty)
            yield return new LintFinding(LintRules.IssuerEmpty, Fields + "issuer");
        if (!AreSetsOrdered(certificate.Issuer))
            yield return new LintFinding(LintRules.DerSetOrder, Fields + "issuer");
        if (!AreSetsOrdered(certificate.Subject))
            yield return new LintFinding(LintRules.DerSetOrder, Fields + "subject");
        bool named = Find(certificate, ExtensionOid.SubjectAlternativeName) is { IsCritical: true };
        if (certificate.Subject.IsEmpty && (IsCa(certificate) || !named))
            yield return new LintFinding(LintRules.SubjectEmpty, Fields + "subject");
    }

    /// <summary>Name ::= SEQUENCE OF RelativeDistinguishedName, each a SET OF (RFC 5280 section 4.1.2.4). Readers take its parts in any order; DER has one.</summary>
    private static bool AreSetsOrdered(DistinguishedName name)
    {
        var document = new DerReader(name.Raw);
        DerReader parts = document.Enter(DerTag.Sequence, "");
        while (parts.HasMore)
        {
            DerReader set = parts.Enter(DerTag.Set, "");
            ReadOnlyMemory<byte> before = default;
            while (set.HasMore)
            {
                ReadOnlyMemory<byte> next = set.Element("");
                if (before.Span.SequenceCompareTo(next.Span) > 0)
                    return false;
                before = next;
            }
        }
        return true;
    }

    private static IEnumerable<LintFinding> Times(Certificate certificate)
    {
        if (certificate.NotAfter.Year == 9999 && certificate.OpenDice is null)
            yield return new LintFinding(LintRules.TimeNoExpiry, Fields + "validity/notAfter");
    }

    private static IEnumerable<LintFinding> Usages(Certificate certificate)
    {
        string where = At(ExtensionOid.KeyUsage);
        bool isCa = IsCa(certificate);
        if (certificate.KeyUsage is not { } usage)
        {
            if (isCa || certificate.OpenDice is not null)
                yield return new LintFinding(LintRules.KeyUsageMissing, Fields + "extensions");
            yield break;
        }
        if (Find(certificate, ExtensionOid.KeyUsage) is { IsCritical: false })
            yield return new LintFinding(LintRules.KeyUsageNotCritical, where);
        bool signs = usage.HasFlag(KeyUsage.KeyCertSign);
        if (isCa && !signs)
            yield return new LintFinding(LintRules.KeyUsageNoCertSign, where, usage.ToString());
        if (signs && !isCa)
            yield return new LintFinding(LintRules.KeyUsageCertSignWithoutCa, where, certificate.BasicConstraints is null ? "no basic constraints" : "cA FALSE");
    }

    private static IEnumerable<LintFinding> KeyIdentifiers(Certificate certificate)
    {
        bool selfIssued = certificate.Issuer.Equals(certificate.Subject);
        CertificateExtension? authority = Find(certificate, ExtensionOid.AuthorityKeyIdentifier);
        if (authority is null && !selfIssued)
            yield return new LintFinding(LintRules.AuthorityKeyMissing, Fields + "extensions");
        if (authority is not null && certificate.AuthorityKeyIdentifier is null)
            yield return new LintFinding(LintRules.AuthorityKeyNoIdentifier, At(ExtensionOid.AuthorityKeyIdentifier));
        if (authority is { IsCritical: true })
            yield return new LintFinding(LintRules.AuthorityKeyCritical, At(ExtensionOid.AuthorityKeyIdentifier));
        if (certificate.SubjectKeyIdentifier is null && IsCa(certificate))
            yield return new LintFinding(LintRules.SubjectKeyMissing, Fields + "extensions");
        if (Find(certificate, ExtensionOid.SubjectKeyIdentifier) is { IsCritical: true })
            yield return new LintFinding(LintRules.SubjectKeyCritical, At(ExtensionOid.SubjectKeyIdentifier));
    }

    private static bool IsCa(Certificate certificate) => certificate.BasicConstraints is { IsCa: true };
}
