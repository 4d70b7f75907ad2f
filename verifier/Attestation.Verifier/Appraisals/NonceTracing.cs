using Attestation.Appraisal.Results;
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
