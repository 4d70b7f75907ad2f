using Attestation.Formats.Ear;

namespace Attestation.Appraisal.Results;

/// <summary>An appraisal as the claims of an attestation result (draft-ietf-rats-ear section 3), ready to be signed.</summary>
public static class EarBuilder
{
    /// <summary>Name of a device's submodule; beside <see cref="NodeSubmodule"/>: the node's DICE identity.</summary>
    public const string Submodule = "device";

    /// <summary>Name of a node's submodule.</summary>
    public const string NodeSubmodule = "node";

    /// <param name="result">The appraisal.</param>
    /// <param name="nonce">The session's nonce, 8 to 64 bytes.</param>
    /// <param name="lifetime">The policy's <see cref="Policies.Policy.EarLifetime"/>.</param>
    /// <param name="dialect">Names and profile.</param>
    /// <param name="developer">verifier-id: who wrote the verifier.</param>
    /// <param name="build">verifier-id: which build of it.</param>
    /// <param name="detail">How much of each finding the result tells.</param>
    public static EarClaims Build(AppraisalResult result, ReadOnlyMemory<byte> nonce, TimeSpan lifetime, EarDialect dialect, string developer, string build,
        FindingDetail detail = FindingDetail.Full) => new()
    {
        Dialect = dialect,
        IssuedAt = result.At.ToUnixTimeSeconds(),
        Expiration = (result.At + lifetime).ToUnixTimeSeconds(),
        Nonces = [nonce],
        VerifierDeveloper = developer,
        VerifierBuild = build,
        Submodules = Submodules(result, detail),
    };

    private static Dictionary<string, EarAppraisal> Submodules(AppraisalResult result, FindingDetail detail)
    {
        var submodules = new Dictionary<string, EarAppraisal>
        {
            [result.Attester == AttesterKind.Node ? NodeSubmodule : Submodule] = Appraisal(result, detail),
        };
        if (result.DiceIdentity is { } identity)
            submodules.Add(Submodule, Appraisal(identity, detail));
        return submodules;
    }

    private static EarAppraisal Appraisal(AppraisalResult result, FindingDetail detail) => new()
    {
        Status = (EarStatus)(result.OwnStatus ?? result.Status), // both have the numbers of the CBOR form
        Vector = Vector(result.Vector),
        PolicyIds = [result.PolicyId],
        Findings = detail == FindingDetail.Full
            ? [.. result.Findings.Select(f => new EarFinding(f.Code.Id, f.Where, f.Expected, f.Actual))]
            : [.. result.Findings.Select(f => f.Code.Id).Distinct().Select(id => new EarFinding(id))],
    };

    private static TrustworthinessVector Vector(TrustVector vector) => new(
        vector.InstanceIdentity, vector.Configuration, vector.Executables, vector.FileSystem,
        vector.Hardware, vector.RuntimeOpaque, vector.StorageOpaque, vector.SourcedData);
}
