using System.Text;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ear;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Appraisals;

/// <summary>Makes a signed attestation result of an appraisal (draft-ietf-rats-ear; AR4SI vector and status as the appraisal found them).</summary>
public sealed class ResultSigner(ResultKey key, Policy policy, VerifierOptions options)
{
    /// <summary>Name of the one submodule: the device that was judged.</summary>
    public const string Submodule = EarBuilder.Submodule;

    private const string Developer = "Attestation";

    public SignedResult Sign(AppraisalResult result, byte[] nonce, ResultForm form)
    {
        EarClaims claims = EarBuilder.Build(result, nonce, policy.EarLifetime, form.Dialect, Developer, $"attest-verifier {ProgramVersion.Text}", options.ResultFindings,
            policy.Node.Interval);
        string text = EarWriter.SignJwt(claims, key.Key, key.KeyId);
        DateTimeOffset expires = DateTimeOffset.FromUnixTimeSeconds(claims.Expiration!.Value);
        return new SignedResult(text, expires, form.IsCwt ? EarWriter.SignCwt(claims, key.Key, key.KeyId) : Encoding.ASCII.GetBytes(text));
    }
}

/// <summary>A result, signed.</summary>
/// <param name="Text">The JWT, which the session shows.</param>
/// <param name="Expires">Its exp.</param>
/// <param name="Bytes">The form that was asked for: the JWT as ASCII, or a CWT.</param>
public sealed record SignedResult(string Text, DateTimeOffset Expires, byte[] Bytes);
