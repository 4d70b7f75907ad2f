using Attestation.Formats.Ear;

namespace Attestation.Appraisal.Results;

/// <summary>An appraisal as the claims of an attestation result (draft-ietf-rats-ear section 3), ready to be signed.</summary>
public static class EarBuilder
{
    /// <summary>Name of a device's submodule; beside <see cref="NodeSubmodule"/>: the node's DICE identity.</summary>
    public const string Submodule = EarClaims.DeviceSubmodule;

    /// <summary>Name of a node's submodule.</summary>
    public const string NodeSubmodule = EarClaims.NodeSubmodule;

    /// <param name="result">The appraisal.</param>
    /// <param name="nonce">The session's nonce, 8 to 64 bytes.</param>
    /// <param name="lifetime">The policy's <see cref="Policies.Policy.EarLifetime"/>.</param>
    /// <param name="dialect">Names and profile.</param>
    /// <param name="developer">verifier-id: who wrote the verifier.</param>
    /// <param name="build">verifier-id: which build of it.</param>
    /// <param name="detail">How much of each finding the result tells.</param>
    /// <param name="interval">The policy's <see cref="Policies.NodePolicy.Interval"/>: when a node is to attest again.</param>
    public static EarClaims Build(AppraisalResult result, ReadOnlyMemory<byte> nonce, TimeSpan lifetime, EarDialect dialect, string developer, string build,
        FindingDetail detail = FindingDetail.Full, TimeSpan? interval = null) => new()
    {
        Dialect = dialect,
        IssuedAt = result.At.ToUnixTimeSeconds(),
        Expiration = (result.At + lifetime).ToUnixTimeSeconds(),
        Nonces = [nonce],
        VerifierDeveloper = developer,
        VerifierBuild = build,
        Submodules = Submodules(result, detail, interval ?? Policies.NodePolicy.Default.Interval),
    };

    private static Dictionary<string, EarAppraisal> Submodules(AppraisalResult result, FindingDetail detail, TimeSpan interval)
    {
        var submodules = new Dictionary<string, EarAppraisal>
        {
            [result.Attester == AttesterKind.Node ? NodeSubmodule : Submodule] = Appraisal(result, detail) with { Node = Node(result, interval) },
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
            ? [.. result.WorstFirst.Select(f => new EarFinding(f.Code.Id, f.Where, f.Expected, f.Actual))]
            : [.. result.WorstFirst.Select(f => f.Code.Id).Distinct().Select(id => new EarFinding(id))],
        AttestedKey = IsGood(result) && result.Attester == AttesterKind.Device ? result.DeviceKey : null,
        Device = result.Attester == AttesterKind.Device ? Device(result) : null,
    };

    /// <summary>A refusal names the device and nothing of it that could be relied on.</summary>
    private static DeviceClaims? Device(AppraisalResult result)
    {
        if (result.Device is not { } device)
            return null;
        var named = new DeviceClaims { Id = device.UdsKeyThumbprint, Ueid = device.Ueid };
        return IsGood(result) && device.Vendor is not null ? named with { Class = $"{device.Vendor}/{device.Model}" } : named;
    }

    private static bool IsGood(AppraisalResult result) => result.Status is AppraisalStatus.Affirming or AppraisalStatus.Warning;

    /// <summary>
    /// A refusal names the node and nothing of it that could be relied on, also where only its DICE identity is refused.
    /// </summary>
    private static NodeClaims? Node(AppraisalResult result, TimeSpan interval)
    {
        if (result.Node is not { } node)
            return null;
        var named = new NodeClaims { Id = node.AkName, Name = node.NodeName };
        if (!IsGood(result))
            return named;
        return named with
        {
            Class = node.Vendor is null ? null : $"{node.Vendor}/{node.Model}",
            KubeletKeySha256 = node.KubeletKey,
            SecretsKeySha256 = node.SecretsKey,
            Next = (int)interval.TotalSeconds,
        };
    }

    private static TrustworthinessVector Vector(TrustVector vector) => new(
        vector.InstanceIdentity, vector.Configuration, vector.Executables, vector.FileSystem,
        vector.Hardware, vector.RuntimeOpaque, vector.StorageOpaque, vector.SourcedData);
}
