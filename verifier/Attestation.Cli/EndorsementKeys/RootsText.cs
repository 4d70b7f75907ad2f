using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;
using Attestation.Formats.Dice.Linting;
using Attestation.Formats.X509;

namespace Attestation.Cli.EndorsementKeys;

/// <summary>The answer of <c>attest tpm roots</c> for people: a verdict first where there is one, else the folder's content.</summary>
internal static class RootsText
{
    private const int MostNotTaken = 10;

    internal static string Of(RootsAnswer answer)
    {
        var text = new TextLines();
        if (answer.Verdict is { } verdict)
            Verdict(text, answer, verdict);
        else
            Folder(text, answer);
        NotTaken(text, answer.NotTaken);
        return text.ToString();
    }

    /// <summary>A line each: vendors' folders hold much that is no certificate, and it must not bury the verdict.</summary>
    private static void NotTaken(TextLines text, IReadOnlyList<EkTrustRefusal> refusals)
    {
        foreach (EkTrustRefusal refusal in refusals.Take(MostNotTaken))
        {
            string place = refusal.Error.Path.Length == 0 ? refusal.Name : $"{refusal.Name} {refusal.Error.Path}";
            text.Line($"not taken: {place}: {refusal.Error.Code.Id}{(refusal.Cause is { } cause ? $" ({cause})" : "")}");
        }
        if (refusals.Count > MostNotTaken)
            text.Line($"not taken: {refusals.Count - MostNotTaken} more, --json lists all");
        if (refusals.Count > 0)
            text.Line("attest explain CODE says what a code means");
    }

    private static void Folder(TextLines text, RootsAnswer answer)
    {
        EkTrust trust = answer.Trust;
        text.Line($"{trust.Roots.Count} roots, {trust.Intermediates.Count} intermediates, {trust.RevocationLists.Count} revocation lists, {trust.AllowList.Entries.Count} listed keys");
        foreach (EkAuthority root in trust.Roots)
            Authority(text, answer, root, "root");
        foreach (EkAuthority intermediate in trust.Intermediates)
            Authority(text, answer, intermediate, "intermediate");
        foreach (UnverifiedRevocationList list in trust.RevocationLists)
        {
            RevocationList content = list.ForDisplay;
            text.Line($"revocation list of {content.Issuer}", 1).Fact("of", $"{content.ThisUpdate:u}", 2).Fact("next update", content.NextUpdate?.ToString("u"), 2).Fact("revoked", content.Revoked.Count, 2);
        }
    }

    private static void Authority(TextLines text, RootsAnswer answer, EkAuthority authority, string kind)
    {
        Certificate content = authority.Content;
        text.Line($"{kind} {content.Subject}", 1).Fact("file", authority.Source, 2)
            .Fact("valid", $"{content.NotBefore:u} to {content.NotAfter:u}: {answer.State(content.NotBefore, content.NotAfter)}", 2)
            .Fact("key", $"{content.SubjectKey}", 2).Fact("signed with", StandardNames.Of(content.SignatureAlgorithm), 2);
        if (!authority.IsRoot)
            text.Fact("issuer", $"{content.Issuer}{(answer.Trust.IssuerOf(authority) is null ? " (not here)" : "")}", 2);
        text.Fact("deviations", authority.Certificate.Deviations.Count == 0 ? null : string.Join(", ", authority.Certificate.Deviations.Select(note => $"{Linter.Of(note).Rule.Sentence} ({note.Path})")), 2);
    }

    private static void Verdict(TextLines text, RootsAnswer answer, EkVerdict verdict)
    {
        text.Line(verdict.Accepted ? $"accepted: {verdict.Anchor} vouches for the endorsement key" : "refused: nobody vouches for the endorsement key");
        text.Fact("EK name", verdict.Name.Length == 0 ? null : verdict.Name);
        text.Fact("template", verdict.Template);
        if (!answer.KeyCompared)
            text.Fact("not compared", "the TPM's own key was not given (--ek): the certificate may be of any TPM");
        if (verdict.Tpm is { } tpm)
            text.Fact("TPM", $"{tpm.Manufacturer ?? "?"}, {tpm.Model ?? "?"}, {tpm.Version ?? "?"}{(tpm.Specification is { } family ? ", specification " + family : "")}");
        text.Fact("EK generation", verdict.Tpm?.KeyGeneration).Fact("upgradable", verdict.Tpm?.FieldUpgradable is { } upgradable ? (upgradable ? "its firmware can change" : "its firmware cannot change") : null);
        text.Fact("on the list", verdict.Allowance is { } line ? $"line {line.Line}: {line.NodeName ?? "any node"}, {line.Class?.ToString() ?? "any class"}" : null);
        for (int i = 0; i < verdict.Chain.Count; i++)
            text.Fact(i == 0 ? "certificate" : "issued by", Describe(verdict.Chain[i]));
        if (verdict.Missing is { } missing)
        {
            text.Line("missing certificate", 1).Fact("subject", missing.Issuer, 2).Fact("key id", missing.AuthorityKeyId, 2)
                .Fact("needed by", missing.Subject.Length == 0 ? "the endorsement key certificate" : missing.Subject, 2).Fact("said to be at", missing.Urls.Count == 0 ? null : string.Join(" | ", missing.Urls), 2);
        }
        foreach (Finding finding in verdict.Findings.OrderByDescending(f => f.Severity))
            FindingLines.Write(text, finding.Code, finding.Where + (finding.Severity == Severity.Refuse ? "" : $" ({finding.Severity.ToString().ToLowerInvariant()})"), finding.Expected, finding.Actual);
    }

    private static string Describe(Certificate certificate) =>
        $"{(certificate.Subject.IsEmpty ? "no subject" : certificate.Subject)}, serial {Convert.ToHexStringLower(certificate.Serial.Span)}, {certificate.NotBefore:u} to {certificate.NotAfter:u}";
}
