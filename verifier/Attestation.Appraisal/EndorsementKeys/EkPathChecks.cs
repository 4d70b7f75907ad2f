using Attestation.Appraisal.Results;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>RFC 5280 section 6.1 over a path that was found, from the endorsement key's certificate upwards. The anchor's own certificate is held to its dates too.</summary>
internal static class EkPathChecks
{
    /// <summary>Read and used, or read and told. A critical extension outside this list is refused by name.</summary>
    private static readonly string[] Understood =
    [
        ExtensionOid.SubjectDirectoryAttributes, ExtensionOid.SubjectKeyIdentifier, ExtensionOid.KeyUsage, ExtensionOid.SubjectAlternativeName,
        ExtensionOid.BasicConstraints, ExtensionOid.CertificatePolicies, ExtensionOid.AuthorityKeyIdentifier, ExtensionOid.ExtendedKeyUsage,
        ExtensionOid.AuthorityInformationAccess, ExtensionOid.CrlDistributionPoints, ExtensionOid.TcbInfo, ExtensionOid.MultiTcbInfo, ExtensionOid.Ueid,
    ];

    public static void Check(EkPath path, DateTimeOffset now, EkFindings findings)
    {
        for (int i = 0; i < path.Links.Count; i++)
        {
            Certificate content = path.Links[i].ForDisplay;
            string where = Where(path, i);
            bool anchor = path.End == EkPathEnd.Anchored && i == path.Links.Count - 1;
            Extensions(content, where, findings);
            if (!anchor && content.SignatureAlgorithm == SignatureAlgorithm.RefusedSha1)
                findings.Refuse(EkReasons.Sha1, where, "SHA-256, SHA-384 or SHA-512", "SHA-1");
            if (i > 0)
                Authority(content, where, anchor, below: i - 1, now, findings);
            foreach (DialectNote note in path.Links[i].Deviations)
                findings.Add(EkReasons.Deviation, where + "/" + note.Path, "DER as the specifications have it", $"{note.Dialect}", Severity.Note);
        }
    }

    /// <summary>Place of a link in findings: <c>ekCertificate</c>, then <c>authority 1 (CN=...)</c>.</summary>
    public static string Where(EkPath path, int link) =>
        link == 0 ? EkLeafChecks.Where : $"authority {link} ({path.Links[link].ForDisplay.Subject})";

    /// <param name="content">The authority's certificate.</param>
    /// <param name="where">Its place.</param>
    /// <param name="anchor">The operator trusts it for itself; only then may it be of version 1, which cannot say that it is an authority.</param>
    /// <param name="below">How many authorities stand between it and the endorsement key.</param>
    /// <param name="now">The time of judgement.</param>
    /// <param name="findings">Takes what is wrong.</param>
    private static void Authority(Certificate content, string where, bool anchor, int below, DateTimeOffset now, EkFindings findings)
    {
        if (content.BasicConstraints is not { IsCa: true } && !(anchor && content.Version < 3))
            findings.Refuse(EkReasons.ChainNotCa, where, "basic constraints with cA", content.BasicConstraints is null ? "no basic constraints" : "cA false");
        if (content.KeyUsage is { } usage && !usage.HasFlag(KeyUsage.KeyCertSign))
            findings.Refuse(EkReasons.ChainKeyUsage, where, $"{KeyUsage.KeyCertSign}", $"{usage}");
        if (content.BasicConstraints?.PathLength is { } most && below > most)
            findings.Refuse(EkReasons.ChainPathLength, where, $"at most {most} authorities below it", $"{below}");
        if (now < content.NotBefore)
            findings.Refuse(EkReasons.ChainNotYetValid, where, $"at or before {now:u}", $"not before {content.NotBefore:u}");
        if (now > content.NotAfter)
            findings.Refuse(EkReasons.ChainExpired, where, $"at or after {now:u}", $"not after {content.NotAfter:u}");
    }

    private static void Extensions(Certificate content, string where, EkFindings findings)
    {
        foreach (CertificateExtension extension in content.Extensions)
        {
            if (extension.Oid == ExtensionOid.NameConstraints)
                findings.Refuse(EkReasons.NameConstraints, where, "no name constraints", extension.Oid);
            else if (extension.IsCritical && !Understood.Contains(extension.Oid))
                findings.Refuse(EkReasons.UnknownCritical, where, "critical extensions that are known here", extension.Oid);
        }
    }
}
