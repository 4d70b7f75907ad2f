using Attestation.Appraisal.Results;
using Attestation.Formats.Node;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Appraisals;

/// <summary>
/// Says more about evidence that was made for another nonce: of another open session, of an answered one, or unknown here. The appraisal
/// itself knows no other session than its own.
/// </summary>
internal static class NonceTracing
{
    /// <summary>One finding per wrong nonce that the evidence carries; none where its nonce was right.</summary>
    public static IEnumerable<Finding> Trace(AppraisalResult result, byte[] own, SqliteStore store)
    {
        foreach (Finding finding in result.Findings.Where(f => f.Code == AppraisalReasons.Nonce))
        {
            foreach (string text in finding.Actual.Split(" and "))
            {
                byte[]? nonce = Decode(text);
                if (nonce.AsSpan().SequenceEqual(own))
                    continue;
                ReasonCode reason = nonce is null ? SessionReasons.NonceForeign : ReasonOf(store.OriginOf(nonce));
                yield return finding with { Code = reason, Actual = text };
            }
        }
    }

    /// <summary>
    /// The same for a node, whose quotes hold no nonce but a hash over nonce and bindings: it is compared with what the nonces of this verifier's
    /// sessions would give, open and answered ones, as long as they are remembered. The nonce that fits is not repeated: it may be another node's.
    /// </summary>
    public static IEnumerable<Finding> TraceNode(AppraisalResult result, byte[] evidence, byte[] own, SqliteStore store)
    {
        Finding? wrong = result.Attester == AttesterKind.Node ? result.Findings.FirstOrDefault(f => f.Code == TpmReasons.Nonce) : null;
        if (wrong is null || Decode(wrong.Actual) is not { } quoted || !NodeEvidence.TryParse(evidence, out NodeEvidence read, out _))
            yield break;
        foreach ((byte[] nonce, bool answered) in store.ListSessionNonces())
        {
            if (nonce.AsSpan().SequenceEqual(own) || !NodeQualifyingData.Of(nonce, read.Bindings.Raw.Span).AsSpan().SequenceEqual(quoted))
                continue;
            yield return wrong with { Code = answered ? SessionReasons.NonceReplayed : SessionReasons.NonceOther };
            yield break;
        }
    }

    private static ReasonCode ReasonOf(NonceOrigin origin) => origin switch
    {
        NonceOrigin.Answered => SessionReasons.NonceReplayed,
        NonceOrigin.Open => SessionReasons.NonceOther,
        _ => SessionReasons.NonceForeign,
    };

    private static byte[]? Decode(string hex)
    {
        byte[] bytes = new byte[hex.Length / 2];
        return Convert.FromHexString(hex, bytes, out _, out int written) == System.Buffers.OperationStatus.Done && written == bytes.Length ? bytes : null;
    }
}
