using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Http;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Appraisals;

/// <summary>
/// Judges evidence and stores the verdict. Bad evidence is a verdict like any other; what comes back as a refusal is misuse of the session.
/// The nonce is used up in the transaction that stores the verdict: of any number of parallel answers exactly one is recorded, and an
/// appraisal that failed on the service's own account leaves the session open.
/// </summary>
public sealed class EvidenceJudge(SqliteStore store, EndorsementCatalog endorsements, EndorsementKeyJudge endorsementKeys, Policy policy, ResultSigner signer,
    VerifierOptions options, TimeProvider clock)
{
    /// <summary>Appraisals of one attester that overtake each other are repeated so often before the client is told to come again.</summary>
    private const int Attempts = 8;

    private readonly ChainCache _chains = new(capacity: 4096);

    /// <returns>The answered session and its signed result, or why there is none.</returns>
    public (JudgedSession? Judged, Refusal? Refusal) Judge(Session session, byte[] evidence, string mediaType, ResultForm form)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            var memory = new AttesterMemory(store, endorsementKeys);
            AppraisalResult result = Appraise(session, evidence, mediaType, memory);
            SignedResult signed = signer.Sign(result, session.Nonce, form);
            Verdict verdict = VerdictOf(session, evidence, result, signed, memory);
            switch (store.Record(verdict))
            {
                case Recording.Recorded:
                    Session answered = session with { Answer = new SessionAnswer(mediaType, verdict.Evidence, signed.Text, verdict.Id, verdict.Next) };
                    return (new JudgedSession(answered, signed, result), null);
                case Recording.SessionUsed:
                    return (null, SessionBook.Used);
                case Recording.SessionUnknown:
                    return (null, SessionBook.Unknown);
            }
        }
        throw new ServiceFailure(Formats.Reasons.ServiceReasons.StoreUnavailable, "too many appraisals of this attester at once");
    }

    private AppraisalResult Appraise(Session session, byte[] evidence, string mediaType, AttesterMemory memory)
    {
        AppraisalResult result = Appraiser.Appraise(new AppraisalRequest
        {
            Evidence = evidence,
            MediaType = mediaType,
            Nonce = session.Nonce,
            Endorsements = endorsements.Current,
            Policy = policy,
            History = memory.FindDevice,
            Revocation = memory.FindRevocation,
            Nodes = memory.FindNode,
            NodeHistory = memory.FindNodeHistory,
            Now = clock.GetUtcNow(),
            KnownChains = _chains,
        });
        Finding[] traced = [.. NonceTracing.Trace(result, session.Nonce, store), .. NonceTracing.TraceNode(result, evidence, session.Nonce, store), .. memory.TraceEnded()];
        return traced.Length == 0 ? result : result with { Findings = [.. result.Findings, .. traced] };
    }

    private Verdict VerdictOf(Session session, byte[] evidence, AppraisalResult result, SignedResult signed, AttesterMemory memory)
    {
        string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        KeptEvidence kept = KeptEvidence.Of(evidence, result.EvidenceDigest.Span, options.KeepEvidence);
        var document = AppraisalDocument.Of(id, result, session.Nonce, kept, signed.Text);
        return new Verdict
        {
            Id = id,
            Session = session.Id,
            Nonce = session.Nonce,
            Evidence = kept,
            MediaType = result.MediaType,
            Result = signed.Text,
            Status = result.Status,
            At = result.At,
            Expires = signed.Expires,
            Document = JsonSerializer.Serialize(document, AppraisalJson.Readable.AppraisalDocument),
            Device = result.UpdatedHistory is not null && result.Device is { Anchor: not null } device ? device : null,
            History = result.UpdatedHistory,
            HistoryVersion = memory.DeviceVersion,
            Standings = memory.Standings,
            Node = NodeOf(result, memory),
            Next = NextOf(result, memory),
        };
    }

    private static JudgedNode? NodeOf(AppraisalResult result, AttesterMemory memory) => result.UpdatedNodeHistory is { } history && memory.Node is { } known
        ? new JudgedNode(history.AkName, [.. result.WorstFirst.Select(f => f.Code.Id).Distinct()], history, known.Version)
        : null;

    /// <summary>Evidence that changed nothing leaves the node where it was.</summary>
    private NextAttestation? NextOf(AppraisalResult result, AttesterMemory memory)
    {
        if (result.Attester != AttesterKind.Node)
            return null;
        NodeImaState? ima = (result.UpdatedNodeHistory ?? memory.Node?.History)?.Ima;
        return new NextAttestation((int)policy.Node.Interval.TotalSeconds, ima?.Offset ?? 0, ima?.Entries ?? 0);
    }
}
