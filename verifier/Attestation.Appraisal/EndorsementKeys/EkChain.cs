using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>
/// Who vouches for an endorsement key: a manufacturer's chain (TCG EK Credential Profile 2.5; RFC 5280 section 6), or the operator's allow-list.
/// Pure; all findings are collected. The steps:
/// <list type="number">
/// <item>the public area: an endorsement key at all, and of which template</item>
/// <item>the certificates: read, deviations noted</item>
/// <item>the leaf: this key, purpose, usage, subject, dates</item>
/// <item>the path to an anchor, each signature over the bytes that came</item>
/// <item>the authorities: cA, usage, path length, dates, critical extensions, algorithms</item>
/// <item>revocation lists, where given</item>
/// <item>the allow-list: the operator's word stands in for a chain, never for a certificate of another key or a revoked one</item>
/// </list>
/// </summary>
public static class EkChain
{
    /// <summary>Most certificates taken from a node.</summary>
    public const int MostSent = 32;

    internal const string SentBy = "sent by the node";

    /// <summary>What the allow-list cannot outweigh: the key itself, and a certificate that speaks against it.</summary>
    private static readonly ReasonCode[] Binding =
    [
        EkReasons.PublicForm, EkReasons.NotStorage, EkReasons.NotFixed, EkReasons.PublicKey, EkReasons.CertificateKey, EkReasons.CertificatePlatform,
        EkReasons.RevokedLeaf, EkReasons.Family,
    ];

    /// <param name="evidence">What the node sent.</param>
    /// <param name="trust">Whom the operator believes.</param>
    /// <param name="now">The time of judgement.</param>
    /// <param name="rules">What the operator decided; the defaults where null.</param>
    public static EkVerdict Validate(EkEvidence evidence, EkTrust trust, DateTimeOffset now, EkRules? rules = null)
    {
        rules ??= EkRules.Default;
        var findings = new EkFindings();
        TpmtPublic? area = EkPublicChecks.Read(evidence.EkPublic, findings);
        VerificationKey? key = area is null ? null : EkPublicChecks.Key(area, findings);
        EkAllowance? allowance = key is null ? null : trust.AllowList.Find(area!);
        EkVerdict verdict = evidence.Certificates.Count == 0
            ? Without(findings, allowance)
            : With(evidence.Certificates, key, trust, now, rules, findings);
        string anchor = findings.Refused ? "" : verdict.Anchor;
        if (allowance is not null && anchor.Length == 0)
        {
            findings.LowerAll(code => Binding.Contains(code));
            anchor = findings.Refused ? "" : EkVerdict.AllowListAnchor;
        }
        return verdict with
        {
            Findings = [.. findings.All],
            Public = area,
            Name = area is not null && key is not null ? Convert.ToHexStringLower(TpmName.Of(area)) : "",
            Template = area is null ? null : EkPublicChecks.TemplateOf(area),
            Anchor = anchor,
            Allowance = allowance,
        };
    }

    /// <summary>The chain alone, where the key of the TPM is not known: an operator's question about files. Proves nothing about any TPM.</summary>
    public static EkVerdict ValidateCertificates(IReadOnlyList<ReadOnlyMemory<byte>> certificates, EkTrust trust, DateTimeOffset now, EkRules? rules = null)
    {
        var findings = new EkFindings();
        EkVerdict verdict = certificates.Count == 0 ? Without(findings, null) : With(certificates, null, trust, now, rules ?? EkRules.Default, findings);
        return verdict with { Findings = [.. findings.All], Anchor = findings.Refused ? "" : verdict.Anchor };
    }

    private static EkVerdict Without(EkFindings findings, EkAllowance? allowance)
    {
        if (allowance is null)
            findings.Refuse(EkReasons.CertificateNone, EkLeafChecks.Where, "a certificate, or the key on the allow-list", "neither");
        return new EkVerdict { Findings = findings.All };
    }

    private static EkVerdict With(
        IReadOnlyList<ReadOnlyMemory<byte>> certificates, VerificationKey? key, EkTrust trust, DateTimeOffset now, EkRules rules, EkFindings findings)
    {
        if (ReadLeaf(certificates[0], findings, out IEnumerable<LenientCertificate> more) is not { } leaf)
            return new EkVerdict { Findings = findings.All };
        IReadOnlyList<LenientCertificate> sent = ReadSent(more, certificates, findings);
        TpmIdentity identity = EkLeafChecks.Check(leaf.ForDisplay, key, rules, now, findings);
        EkPath path = EkPath.Find(leaf, sent, trust, rules, now);
        MissingCertificate? missing = Ending(path, findings);
        EkPathChecks.Check(path, now, findings);
        EkRevocation.Check(path, trust, rules, now, findings);
        foreach (LenientCertificate unused in sent.Where(certificate => !path.Links.Any(link => link.Der.Span.SequenceEqual(certificate.Der.Span))))
            findings.Add(EkReasons.ChainUnused, "ekCertificates", "certificates of the chain", $"{unused.ForDisplay.Subject}", Severity.Note);
        return new EkVerdict
        {
            Findings = findings.All,
            Chain = [.. path.Links.Select(link => link.ForDisplay)],
            Anchor = path.End == EkPathEnd.Anchored ? $"{path.Links[^1].ForDisplay.Subject}" : "",
            Missing = missing,
            Tpm = identity,
        };
    }

    /// <summary>The first certificate; others may follow it in the same bytes where a chip keeps its chain in one place.</summary>
    private static LenientCertificate? ReadLeaf(ReadOnlyMemory<byte> bytes, EkFindings findings, out IEnumerable<LenientCertificate> more)
    {
        more = [];
        if (LenientCertificate.TryParseAll(bytes, out IReadOnlyList<LenientCertificate> all, out _))
        {
            more = all.Skip(1);
            return all[0];
        }
        if (LenientCertificate.TryParse(bytes, out LenientCertificate leaf, out ParseError error))
            return leaf;
        if (AttributeCertificate.Is(bytes))
            findings.Refuse(EkReasons.CertificatePlatform, EkLeafChecks.Where, "a certificate of an endorsement key", "an attribute certificate");
        else
            findings.Refuse(EkReasons.CertificateForm, EkLeafChecks.Where, "a certificate in DER", $"{error}");
        return null;
    }

    /// <summary>What came with the leaf. Whatever is beyond <see cref="MostSent"/> is left out: each could be tried as an issuer of each other.</summary>
    private static List<LenientCertificate> ReadSent(IEnumerable<LenientCertificate> more, IReadOnlyList<ReadOnlyMemory<byte>> certificates, EkFindings findings)
    {
        List<LenientCertificate> sent = [.. more];
        for (int i = 1; i < certificates.Count && sent.Count <= MostSent; i++)
        {
            if (LenientCertificate.TryParseAll(certificates[i], out IReadOnlyList<LenientCertificate> read, out ParseError error))
                sent.AddRange(read);
            else
                findings.Add(EkReasons.CertificateForm, $"ekCertificates[{i}]", "a certificate in DER", $"{error}", Severity.Warn);
        }
        if (sent.Count > MostSent)
        {
            findings.Add(EkReasons.CertificateForm, "ekCertificates", $"at most {MostSent} certificates", "more; the rest is left out", Severity.Warn);
            sent.RemoveRange(MostSent, sent.Count - MostSent);
        }
        return sent;
    }

    private static MissingCertificate? Ending(EkPath path, EkFindings findings)
    {
        Certificate last = path.Links[^1].ForDisplay;
        string where = EkPathChecks.Where(path, path.Links.Count - 1);
        switch (path.End)
        {
            case EkPathEnd.Anchored:
                return null;
            case EkPathEnd.SignatureWrong:
                findings.Refuse(EkReasons.ChainSignature, where, $"signed by {last.Issuer}", "signature does not verify");
                return null;
            case EkPathEnd.TooLong:
                findings.Refuse(EkReasons.ChainTooLong, where, $"at most {EkPath.MostAuthorities} authorities", "more");
                return null;
            default:
                var missing = new MissingCertificate(
                    $"{last.Issuer}", last.AuthorityKeyIdentifier is { } id ? Convert.ToHexStringLower(id.Span) : null, AuthorityAccess.IssuerUrls(last), $"{last.Subject}");
                findings.Refuse(EkReasons.ChainMissing, where, $"a certificate of {Describe(missing)}", "none");
                return missing;
        }
    }

    private static string Describe(MissingCertificate missing) => missing.Issuer
        + (missing.AuthorityKeyId is { } id ? $", key {id}" : "")
        + (missing.Urls.Count > 0 ? $", said to lie at {string.Join(" | ", missing.Urls)}" : "");
}
