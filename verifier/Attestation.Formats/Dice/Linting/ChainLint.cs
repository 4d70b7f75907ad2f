using Attestation.Formats.Keys;
using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>One certificate among others.</summary>
/// <param name="Where">Its place.</param>
/// <param name="Content">What it says.</param>
/// <param name="IsSignedBy">Does its signature verify under a key?</param>
internal sealed record ChainLink(string Where, DiceLayer Content, Func<VerificationKey, bool> IsSignedBy);

/// <summary>Certificates among each other: RFC 5280 section 6.1, and one key for every layer.</summary>
internal static class ChainLint
{
    /// <param name="links">Of one file.</param>
    /// <param name="issuers">For each of them the index of its issuer's; null where that is not there.</param>
    public static IEnumerable<LintFinding> Lint(IReadOnlyList<ChainLink> links, IReadOnlyList<int?> issuers)
    {
        for (int i = 0; i < links.Count; i++)
        {
            if (issuers[i] is not { } above)
                continue;
            foreach (LintFinding finding in Pair(links[above].Content, links[i]))
                yield return finding;
            if (PathLength(links, issuers, i) is { } exceeded)
                yield return exceeded;
        }
        foreach (LintFinding finding in Keys(links))
            yield return finding;
    }

    private static IEnumerable<LintFinding> Pair(DiceLayer issuer, ChainLink link)
    {
        DiceLayer content = link.Content;
        if (!link.IsSignedBy(issuer.SubjectKey))
            yield return new LintFinding(LintRules.ChainSignature, link.Where, $"under {issuer.SubjectId}");
        if (!AreLinked(issuer, content))
            yield return new LintFinding(LintRules.ChainIssuerName, link.Where, $"{content.IssuerId}, not {issuer.SubjectId}");
        bool certifies = issuer.Certificate is { } above ? above.BasicConstraints is { IsCa: true } : issuer.MayCertify;
        if (!certifies)
            yield return new LintFinding(LintRules.ChainIssuerNotCa, link.Where, issuer.SubjectId);
        if (content.Certificate?.AuthorityKeyIdentifier is { } named && issuer.Certificate?.SubjectKeyIdentifier is { } has && !named.Span.SequenceEqual(has.Span))
            yield return new LintFinding(LintRules.ChainAuthorityKey, link.Where, $"{Convert.ToHexStringLower(named.Span)}, not {Convert.ToHexStringLower(has.Span)}");
        if (content.SubjectKey.Strength < issuer.SubjectKey.Strength)
            yield return new LintFinding(LintRules.ChainWeakerKey, link.Where, $"{content.SubjectKey.Kind} under {issuer.SubjectKey.Kind}");
        if (content.Certificate?.NotAfter > issuer.Certificate?.NotAfter)
            yield return new LintFinding(LintRules.ChainValidity, link.Where, $"until {content.Certificate.NotAfter:yyyy-MM-dd}, its issuer until {issuer.Certificate.NotAfter:yyyy-MM-dd}");
    }

    private static bool AreLinked(DiceLayer issuer, DiceLayer content) => issuer.Certificate is { } above && content.Certificate is { } below
        ? above.Subject.Equals(below.Issuer)
        : issuer.SubjectId == content.IssuerId;

    /// <summary>Walks up from a certificate: each that is not self-issued counts for all above it but its own issuer.</summary>
    private static LintFinding? PathLength(IReadOnlyList<ChainLink> links, IReadOnlyList<int?> issuers, int last)
    {
        int between = 0, steps = 0;
        for (int? at = issuers[last]; at is { } i && steps++ < links.Count; at = issuers[i])
        {
            if (links[i].Content.Certificate is not { } certificate)
                continue;
            if (certificate.BasicConstraints?.PathLength is { } most && between > most)
                return new LintFinding(LintRules.PathLengthExceeded, links[last].Where, $"{most} below {certificate.Subject}");
            between += certificate.Issuer.Equals(certificate.Subject) ? 0 : 1;
        }
        return null;
    }

    private static IEnumerable<LintFinding> Keys(IReadOnlyList<ChainLink> links)
    {
        for (int i = 1; i < links.Count; i++)
        {
            DiceLayer content = links[i].Content;
            int before = Enumerable.Range(0, i).FirstOrDefault(j => links[j].Content.SubjectKey.Equals(content.SubjectKey) && links[j].Content.SubjectId != content.SubjectId, -1);
            if (before >= 0)
                yield return new LintFinding(LintRules.ChainKeyReused, links[i].Where, "as in " + links[before].Where);
        }
    }
}
