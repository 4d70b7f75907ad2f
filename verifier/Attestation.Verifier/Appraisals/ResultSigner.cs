using System.Text;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Ear;
using Attestation.Verifier.Http;
using Attestation.Verifier.Keys;

namespace Attestation.Verifier.Appraisals;

/// <summary>Makes a signed attestation result of an appraisal (draft-ietf-rats-ear; AR4SI vector and status as the appraisal found them).</summary>
public sealed class ResultSigner(ResultKey key, Policy policy)
{
    /// <summary>Name of the one submodule: the device that was judged.</summary>
    public const string Submodule = "device";

    private const string Developer = "Attestation";

    public SignedResult Sign(AppraisalResult result, byte[] nonce, ResultForm form)
    {
        EarClaims claims = ClaimsOf(result, nonce, form.Dialect);
        string text = EarWriter.SignJwt(claims, key.Key, key.KeyId);
        return new SignedResult(text, form.IsCwt ? EarWriter.SignCwt(claims, key.Key, key.KeyId) : Encoding.ASCII.GetBytes(text));
    }

    private EarClaims ClaimsOf(AppraisalResult result, byte[] nonce, EarDialect dialect) => new()
    {
        Dialect = dialect,
        IssuedAt = result.At.ToUnixTimeSeconds(),
        Expiration = (result.At + policy.EarLifetime).ToUnixTimeSeconds(),
        Nonces = [nonce],
        VerifierDeveloper = Developer,
        VerifierBuild = $"attest-verifier {ProgramVersion.Text}",
        Submodules = new Dictionary<string, EarAppraisal> { [Submodule] = AppraisalOf(result) },
    };

    private static EarAppraisal AppraisalOf(AppraisalResult result) => new()
    {
        Status = (EarStatus)result.Status,
        Vector = VectorOf(result.Vector),
        PolicyIds = [result.PolicyId],
        Findings = [.. result.Findings.Select(f => new EarFinding(f.Code.Id, f.Where, f.Expected, f.Actual))],
    };

    private static TrustworthinessVector VectorOf(TrustVector vector) => new(vector.InstanceIdentity, vector.Configuration, vector.Executables,
        vector.FileSystem, vector.Hardware, vector.RuntimeOpaque, vector.StorageOpaque, vector.SourcedData);
}

/// <summary>A result, signed.</summary>
/// <param name="Text">The JWT, which the session shows.</param>
/// <param name="Bytes">The form that was asked for: the JWT as ASCII, or a CWT.</param>
public sealed record SignedResult(string Text, byte[] Bytes);
