using System.Security.Cryptography;
using Attestation.Appraisal.EndorsementKeys;
using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Nodes;

/// <summary>Decides whether an endorsement key is one of a TPM that the operator trusts; docs/endorsement-keys.md.</summary>
public sealed class EndorsementKeyJudge
{
    /// <summary>A chain has at most so many links that nobody sent.</summary>
    private const int MostFetched = 4;

    private static readonly ReasonCode[] Dates = [EkReasons.LeafExpired, EkReasons.ChainExpired, EkReasons.ListExpired, EkReasons.ListNotYet];

    private readonly EkTrust _trust;
    private readonly EkRules _rules;
    private readonly IssuerFetcher _fetcher;
    private readonly Processors _processors;
    private readonly TimeProvider _clock;

    /// <exception cref="ServiceFailure">A file of the operator's cannot be read.</exception>
    public EndorsementKeyJudge(VerifierOptions options, IssuerFetcher fetcher, Processors processors, TimeProvider clock, ILogger<EndorsementKeyJudge> logger)
    {
        _trust = EkTrustFiles.Load(options, logger);
        _rules = new EkRules
        {
            AllowExpiredLeaf = options.EkAllowExpired,
            AllowUnstatedPurpose = options.EkAllowNoPurpose,
            AnyAuthorityIsAnchor = options.EkAnyAuthority,
            RequireRevocationLists = options.EkRequireRevocationLists,
        };
        _fetcher = fetcher;
        _processors = processors;
        _clock = clock;
    }

    /// <summary>Judges a key, and fetches certificates that are missing where the operator allows it.</summary>
    /// <param name="evidence">The key and what the node sent about it.</param>
    /// <param name="cancellation">The client went away.</param>
    internal async Task<(TrustedEk? Trusted, Refusal? Refusal)> JudgeAsync(EkEvidence evidence, CancellationToken cancellation)
    {
        DateTimeOffset now = _clock.GetUtcNow();
        EkVerdict verdict = await ValidateAsync(evidence, now, cancellation);
        for (int fetched = 0; fetched < MostFetched && !verdict.Accepted && verdict.Missing is { } missing; fetched++)
        {
            if (await _fetcher.FetchAsync(missing.Urls, cancellation) is not { } certificate)
                break;
            evidence = evidence with { Certificates = [.. evidence.Certificates, certificate] };
            verdict = await ValidateAsync(evidence, now, cancellation);
        }
        return verdict.Accepted ? (Trusted(verdict, evidence), null) : (null, RefusalOf(verdict));
    }

    /// <summary>
    /// Whether the operator would still trust a key that was trusted once: a root taken away, a line struck from the list or a revocation counts.
    /// Dates do not: what was valid when the key was proven stays proven.
    /// </summary>
    /// <returns>Why not; empty where he would.</returns>
    internal IReadOnlyList<Finding> Doubts(EkEvidence evidence) =>
        [.. EkChain.Validate(evidence, _trust, _clock.GetUtcNow(), _rules).Findings.Where(f => f.Severity == Severity.Refuse && !Dates.Contains(f.Code))];

    private Task<EkVerdict> ValidateAsync(EkEvidence evidence, DateTimeOffset now, CancellationToken cancellation) =>
        _processors.RunAsync(() => EkChain.Validate(evidence, _trust, now, _rules), cancellation);

    private static TrustedEk Trusted(EkVerdict verdict, EkEvidence evidence)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(PublicKeys.ToSubjectPublicKeyInfo(verdict.Public!)!));
        return new TrustedEk(verdict.Public!, verdict.Name, hash, verdict.Anchor, verdict.Allowance, evidence);
    }

    /// <summary>The first reason, and where a certificate is missing, which one; the ids of the others.</summary>
    private static Refusal RefusalOf(EkVerdict verdict)
    {
        Finding[] refusing = [.. verdict.Findings.Where(f => f.Severity == Severity.Refuse)];
        Finding first = refusing[0];
        string others = string.Join(", ", refusing.Skip(1).Select(f => f.Code.Id).Distinct().Where(id => id != first.Code.Id));
        string detail = $"{first.Where}: expected {first.Expected}, found {first.Actual}{(others.Length > 0 ? $"; also {others}" : "")}";
        bool unreadable = first.Code == EkReasons.PublicForm || first.Code == EkReasons.CertificateForm;
        return new Refusal(unreadable ? 400 : 403, first.Code, detail);
    }
}
