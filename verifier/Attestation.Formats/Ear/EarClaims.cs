namespace Attestation.Formats.Ear;

/// <summary>Trustworthiness tier (draft-ietf-rats-ar4si section 2.3.2); the numbers are the CBOR form.</summary>
public enum EarStatus
{
    None = 0,
    Affirming = 2,
    Warning = 32,
    Contraindicated = 96,
}

/// <summary>The two dialects of attestation results that are read and written.</summary>
public enum EarDialect
{
    /// <summary>draft-ietf-rats-ear: profile <c>tag:ietf.org,2026:rats/ear#03</c>, members ear_status and so on, several policies.</summary>
    Draft,

    /// <summary>As deployed by veraison/ear and its clients: profile <c>tag:github.com,2023:veraison/ear</c>, members ear.status and so on, one policy.</summary>
    Deployed,
}

/// <summary>One finding of the appraisal, for the relying party's operator (docs/formats/ear-findings.cddl).</summary>
/// <param name="Code">Reason code: <c>dice.chain.signature</c>.</param>
/// <param name="Where">Place in the evidence.</param>
/// <param name="Expected">What would have been accepted.</param>
/// <param name="Actual">What was there.</param>
public sealed record EarFinding(string Code, string? Where = null, string? Expected = null, string? Actual = null);

/// <summary>EAR-appraisal (draft-ietf-rats-ear section 3.2): the verdict on one submodule.</summary>
public sealed record EarAppraisal
{
    public required EarStatus Status { get; init; }

    /// <summary>Null when the verifier made no claims.</summary>
    public TrustworthinessVector? Vector { get; init; }

    /// <summary>Policies that were applied; the deployed dialect has room for the first only.</summary>
    public IReadOnlyList<string> PolicyIds { get; init; } = [];

    /// <summary>Private claim <c>attestation-findings</c> (JSON), -70700 (CBOR); empty when absent.</summary>
    public IReadOnlyList<EarFinding> Findings { get; init; } = [];

    /// <summary>Public key that the attester proved to hold: veraison's key attestation, as SubjectPublicKeyInfo.</summary>
    public ReadOnlyMemory<byte>? AttestedKey { get; init; }

    /// <summary>Private claim <c>attestation.node</c>: which node was judged. It counts in the submodule <see cref="EarClaims.NodeSubmodule"/> only.</summary>
    public NodeClaims? Node { get; init; }

    /// <summary>Private claim <c>attestation.device</c>: which device was judged. It counts in the submodule <see cref="EarClaims.DeviceSubmodule"/> only.</summary>
    public DeviceClaims? Device { get; init; }

    /// <summary>Members that are present and not used.</summary>
    public IReadOnlyList<string> NotUsed { get; init; } = [];
}

/// <summary>An attestation result (draft-ietf-rats-ear section 3).</summary>
public sealed record EarClaims
{
    public const string DraftProfile = "tag:ietf.org,2026:rats/ear#03";
    public const string DeployedProfile = "tag:github.com,2023:veraison/ear";

    /// <summary>Name of a node's submodule.</summary>
    public const string NodeSubmodule = "node";

    /// <summary>Name of a device's submodule; beside <see cref="NodeSubmodule"/>: the node's DICE identity.</summary>
    public const string DeviceSubmodule = "device";

    public EarDialect Dialect { get; init; }

    public string Profile => Dialect == EarDialect.Draft ? DraftProfile : DeployedProfile;

    /// <summary>iat, seconds since 1970.</summary>
    public required long IssuedAt { get; init; }

    /// <summary>exp, seconds since 1970; null when the result does not expire.</summary>
    public long? Expiration { get; init; }

    /// <summary>Nonces of the relying party, 8 to 64 bytes each.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Nonces { get; init; } = [];

    /// <summary>verifier-id: who wrote the verifier.</summary>
    public required string VerifierDeveloper { get; init; }

    /// <summary>verifier-id: which build of it.</summary>
    public required string VerifierBuild { get; init; }

    /// <summary>The evidence that was judged, where the verifier sends it along.</summary>
    public ReadOnlyMemory<byte>? RawEvidence { get; init; }

    /// <summary>Appraisals by name; at least one.</summary>
    public required IReadOnlyDictionary<string, EarAppraisal> Submodules { get; init; }

    /// <summary>The node that was judged; null in results about anything else, and in results of verifiers that do not say.</summary>
    public NodeClaims? Node => Submodules.TryGetValue(NodeSubmodule, out EarAppraisal? node) ? node.Node : null;

    /// <summary>The device that was judged; null in results that speak of none, and in results of verifiers that do not say.</summary>
    public DeviceClaims? Device => Submodules.TryGetValue(DeviceSubmodule, out EarAppraisal? device) ? device.Device : null;

    /// <summary>The worst status of all submodules.</summary>
    public EarStatus Status => Submodules.Values.Select(s => s.Status).DefaultIfEmpty(EarStatus.None).Max();
}
