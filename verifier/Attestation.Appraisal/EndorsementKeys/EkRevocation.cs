using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Revocation by lists that the operator gave (RFC 5280 section 6.3.3); nothing is fetched. Complete lists of the issuer itself only.</summary>
internal static class EkRevocation
{
    public static void Check(EkPath path, EkTrust trust, EkRules rules, DateTimeOffset now, EkFindings findings)
    {
        for (int i = 0; i + 1 < path.Links.Count; i++)
        {
            Certificate issuer = path.Links[i + 1].ForDisplay;
            UnverifiedRevocationList[] named = [.. trust.RevocationLists.Where(list => IsOf(list.ForDisplay, issuer))];
            if (named.Length > 0)
                Check(path, i, named, issuer, now, findings);
            else if (rules.RequireRevocationLists)
                findings.Refuse(EkReasons.ListNone, EkPathChecks.Where(path, i), $"a revocation list of {issuer.Subject}", "none");
        }
    }

    private static void Check(EkPath path, int link, UnverifiedRevocationList[] named, Certificate issuer, DateTimeOffset now, EkFindings findings)
    {
        string where = $"revocation list of {issuer.Subject}";
        bool maySign = issuer.KeyUsage is not { } usage || usage.HasFlag(KeyUsage.CrlSign);
        RevocationList[] verified = maySign ? [.. named.Select(list => list.Verify(issuer.SubjectKey)).OfType<RevocationList>()] : [];
        if (verified.Length == 0)
        {
            findings.Refuse(EkReasons.ListSignature, where, $"signed by {issuer.SubjectKey}", maySign ? Describe(named[0].ForDisplay) : $"key usage {issuer.KeyUsage}");
            return;
        }
        foreach (RevocationList partial in verified.Where(list => list.UnknownCritical.Count > 0))
            findings.Refuse(EkReasons.ListScope, where, "a complete list", string.Join(", ", partial.UnknownCritical));
        Freshness(verified.MaxBy(list => list.ThisUpdate)!, where, now, findings);
        Certificate certificate = path.Links[link].ForDisplay;
        if (verified.Select(list => list.Find(certificate.Serial)).FirstOrDefault(entry => entry is not null) is { } revoked)
            findings.Refuse(link == 0 ? EkReasons.RevokedLeaf : EkReasons.RevokedAuthority, EkPathChecks.Where(path, link), "not revoked", Describe(certificate, revoked));
    }

    private static void Freshness(RevocationList list, string where, DateTimeOffset now, EkFindings findings)
    {
        if (now < list.ThisUpdate)
            findings.Refuse(EkReasons.ListNotYet, where, $"at or before {now:u}", $"of {list.ThisUpdate:u}");
        if (list.NextUpdate is { } next && now > next)
            findings.Refuse(EkReasons.ListExpired, where, $"at or after {now:u}", $"next update {next:u}");
    }

    private static bool IsOf(RevocationList list, Certificate issuer) => list.Issuer.Matches(issuer.Subject)
        && !(list.AuthorityKeyIdentifier is { } named && issuer.SubjectKeyIdentifier is { } has && !named.Span.SequenceEqual(has.Span));

    private static string Describe(RevocationList list) =>
        list.SignatureAlgorithm == SignatureAlgorithm.RefusedSha1 ? "signed with SHA-1" : "signature does not verify";

    private static string Describe(Certificate certificate, RevokedCertificate entry) =>
        $"serial {Convert.ToHexStringLower(certificate.Serial.Span)} revoked {entry.Since:u}{(entry.Reason is { } reason ? ", " + reason : "")}";
}
