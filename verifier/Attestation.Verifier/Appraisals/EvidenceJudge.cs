using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Http;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Appraisals;

/// <summary>
/// Judges evidence and stores the verdict. Bad evidence is a verdict like any other; what comes back as a refusal is misuse of the session.
/// The nonce is used up in the transaction that stores the verdict: of any number of parallel answers exactly one is recorded, and an
/// appraisal that failed on the service's own account leaves the session open.
/// </summary>
public sealed class EvidenceJudge(SqliteStore store, EndorsementCatalog endorsements, Policy policy, ResultSigner signer, TimeProvider clock)
{
    /// <summary>Appraisals of one device that overtake each other are repeated so often before the client is told to come again.</summary>
    private const int Attempts = 8;

    private readonly ChainCache _chains = new(capacity: 4096);

    /// <returns>The answered session and its signed result, or why there is none.</returns>
    public (JudgedSession? Judged, Refusal? Refusal) Judge(Session session, byte[] evidence, string mediaType, ResultForm form)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            long version = 0;
            AppraisalResult result = Appraise(session, evidence, mediaType, device =>
            {
                (DeviceHistory? history, version) = store.FindHistory(device);
                return history;
            });
            SignedResult signed = signer.Sign(result, session.Nonce, form);
            Verdict verdict = VerdictOf(session, evidence, result, signed, version);
            switch (store.Record(verdict))
            {
                case Recording.Recorded:
                    Session answered = session with { Answer = new SessionAnswer(mediaType, evidence, signed.Text, verdict.Id) };
                    return (new JudgedSession(answered, signed, result), null);
                case Recording.SessionUsed:
                    return (null, SessionBook.Used);
                case Recording.SessionUnknown:
                    return (null, SessionBook.Unknown);
            }
        }
        throw new ServiceFailure(Formats.Reasons.ServiceReasons.StoreUnavailable, "too many appraisals of this device at once");
    }

    private AppraisalResult Appraise(Session session, byte[] evidence, string mediaType, Func<string, DeviceHistory?> history)
    {
        AppraisalResult result = Appraiser.Appraise(new AppraisalRequest
        {
            Evidence = evidence,
            MediaType = mediaType,
            Nonce = session.Nonce,
            Endorsements = endorsements.Current,
            Policy = policy,
            History = history,
            Now = clock.GetUtcNow(),
            KnownChains = _chains,
        });
        Finding[] traced = [.. NonceTracing.Trace(result, session.Nonce, store)];
        return traced.Length == 0 ? result : WithFindings(result, traced);
    }

    private static Verdict VerdictOf(Session session, byte[] evidence, AppraisalResult result, SignedResult signed, long historyVersion)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var document = AppraisalDocument.Of(id, result, session.Nonce, signed.Text);
        return new Verdict
        {
            Id = id,
            Session = session.Id,
            Nonce = session.Nonce,
            Evidence = evidence,
            MediaType = result.MediaType,
            Result = signed.Text,
            Status = result.Status,
            At = result.At,
            Document = JsonSerializer.Serialize(document, AppraisalJson.Readable.AppraisalDocument),
            Device = result.UpdatedHistory is not null && result.Device is { Anchor: not null } device ? device : null,
            History = result.UpdatedHistory,
            HistoryVersion = historyVersion,
        };
    }

    private static AppraisalResult WithFindings(AppraisalResult result, Finding[] more) => new()
    {
        Status = result.Status,
        Vector = result.Vector,
        Findings = [.. result.Findings, .. more],
        Device = result.Device,
        Compared = result.Compared,
        UpdatedHistory = result.UpdatedHistory,
        MediaType = result.MediaType,
        EvidenceDigest = result.EvidenceDigest,
        PolicyId = result.PolicyId,
        At = result.At,
    };
}
