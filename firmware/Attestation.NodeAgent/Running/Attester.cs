using System.Net.Sockets;
using System.Security.Cryptography;
using Attestation.NodeAgent.Evidence;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Attestation.Tpm.Sessions;

namespace Attestation.NodeAgent.Running;

/// <summary>
/// One attestation from the TPM to the verdict. It enrols where that is needed, and acts once on each of two verdicts: "not enrolled" enrols and
/// attests again, "log from the start" attests again with the whole IMA list.
/// </summary>
public sealed class Attester(AgentOptions options, VerifierClient verifier, AgentLog log, TimeProvider time)
{
    private ImaStart imaStart = ImaStart.Beginning;
    private EnrolmentRecord? enrolment;
    private byte[]? secretsKey;

    /// <summary>Never throws but for cancellation: a failure is a result.</summary>
    /// <param name="cancellation">Cancels it.</param>
    /// <param name="bound">SHA-256 of the SubjectPublicKeyInfo of a key for secrets that the evidence has to bind; null: none.</param>
    public async Task<AttestationResult> AttestAsync(CancellationToken cancellation, byte[]? bound = null)
    {
        secretsKey = bound;
        try
        {
            return await AttestedAsync(mayEnrolAgain: true, mayResend: true, cancellation);
        }
        catch (VerifierFailure e)
        {
            log.Write(e.IsRefusal ? AgentEvent.Refused : AgentEvent.VerifierFailed, e.Message, ("reason", e.Code));
            return Ended(e.IsRefusal ? AttemptOutcome.Refused : AttemptOutcome.VerifierFailed, e.Message, e.Code, e.RetryAfter);
        }
        catch (AgentException e)
        {
            bool isRefusal = e.ExitCode == Commands.ExitCode.Refused;
            log.Write(isRefusal ? AgentEvent.Refused : AgentEvent.NodeFailed, e.Message);
            return Ended(isRefusal ? AttemptOutcome.Refused : AttemptOutcome.NodeFailed, e.Message);
        }
        catch (Exception e) when (e is TpmException or TpmProtocolException or IOException or SocketException or UnauthorizedAccessException)
        {
            log.Write(AgentEvent.NodeFailed, e.Message);
            return Ended(AttemptOutcome.NodeFailed, e.Message);
        }
    }

    private async Task<AttestationResult> AttestedAsync(bool mayEnrolAgain, bool mayResend, CancellationToken cancellation)
    {
        (OpenSession session, NodeEvidenceDocument evidence) = await MakeAsync(cancellation);
        string? node = enrolment?.Node;
        string digest = await DigestAsync(evidence, cancellation);
        Tell(evidence, node, digest);
        Verdict verdict = await verifier.SubmitAsync(session, evidence, cancellation);
        imaStart = verdict.Next is { ImaOffset: > 0, ImaEntries: > 0 } next ? new ImaStart(next.ImaOffset, next.ImaEntries) : ImaStart.Beginning;
        log.Write(verdict.IsAffirming ? AgentEvent.Affirmed : AgentEvent.Refused, null,
            ("status", verdict.Status), ("reasons", string.Join(' ', verdict.Reasons)), ("appraisal", verdict.Appraisal));
        if (verdict.Reasons.Contains(Verdict.NotEnrolled))
        {
            log.Write(AgentEvent.Forgotten, null, ("node", node));
            EnrolmentFile.Remove(options.Folders);
            enrolment = null;
            if (mayEnrolAgain)
                return await AttestedAsync(mayEnrolAgain: false, mayResend, cancellation);
        }
        if (mayResend && verdict.Reasons.Contains(Verdict.ImaFromTheStart))
        {
            log.Write(AgentEvent.ImaFromTheStart, null);
            imaStart = ImaStart.Beginning;
            return await AttestedAsync(mayEnrolAgain, mayResend: false, cancellation);
        }
        var attempt = new Attempt(time.GetUtcNow(), verdict.IsAffirming ? AttemptOutcome.Affirming : AttemptOutcome.Refused,
            verdict.Reasons, null, verdict.Appraisal, evidence.Summary, digest);
        return new AttestationResult(attempt, verdict, enrolment, null);
    }

    /// <summary>The part that needs the TPM; it is free again before anything long is sent.</summary>
    private async Task<(OpenSession, NodeEvidenceDocument)> MakeAsync(CancellationToken cancellation)
    {
        await using NodeKeys keys = await NodeKeys.OpenAsync(options, log, cancellation);
        enrolment = await EnrolledAsync(keys, cancellation);
        OpenSession session = await verifier.OpenAsync(cancellation);
        NodeEvidenceDocument evidence = await keys.EvidenceMaker(options, enrolment.UdsCertificate)
            .MakeAsync(session.Nonce, NodeKeys.Bindings(options, enrolment.NodeName, secretsKey), imaStart, cancellation);
        return (session, evidence);
    }

    private async Task<EnrolmentRecord> EnrolledAsync(NodeKeys keys, CancellationToken cancellation)
    {
        EnrolmentRecord? kept = EnrolmentFile.Read(options.Folders, out bool isDamaged);
        if (isDamaged)
            log.Write(AgentEvent.EnrolmentDamaged, $"{options.Folders.Enrolment} was damaged and put aside; the node enrols again.");
        if (kept?.IsFor(options, keys.Node, keys.UdsKey) == true)
            return kept;
        imaStart = ImaStart.Beginning;
        return await new Enroller(options, verifier, log, time).EnrolAsync(keys, cancellation);
    }

    private void Tell(NodeEvidenceDocument evidence, string? node, string digest)
    {
        EvidenceParts parts = evidence.Parts;
        log.Write(AgentEvent.Sent, evidence.Summary,
            ("node", node), ("bytes", $"{evidence.Length}"), ("sha256", digest), ("pcrs", parts.Quoted.Values.Selection.ToString()),
            ("bootLog", parts.BootLog.ToString()), ("imaLog", parts.ImaLog.Log.ToString()), ("imaOffset", $"{parts.ImaLog.Offset}"),
            ("imaEntries", $"{parts.ImaLog.Entries}"), ("userspaceLog", parts.UserspaceLog.ToString()));
    }

    private AttestationResult Ended(AttemptOutcome outcome, string message, string? reason = null, TimeSpan? retryAfter = null) =>
        new(new Attempt(time.GetUtcNow(), outcome, reason is null ? [] : [reason], message, null, null, null), null, enrolment, retryAfter);

    private static async Task<string> DigestAsync(NodeEvidenceDocument evidence, CancellationToken cancellation)
    {
        using SHA256 hash = SHA256.Create();
        await using (var sink = new CryptoStream(Stream.Null, hash, CryptoStreamMode.Write))
            await evidence.WriteToAsync(sink, cancellation);
        return Convert.ToHexStringLower(hash.Hash!);
    }
}
