namespace Attestation.Formats.Ear;

/// <summary>Member names in JSON of the two dialects, and keys in CBOR, which they share.</summary>
internal sealed record EarNames(string Status, string Vector, string PolicyIds, string VerifierId, string RawEvidence, string KeyAttestation)
{
    public const string Findings = "attestation-findings";
    public const string Node = "attestation.node";
    public const string Device = "attestation.device";

    public const long StatusKey = 1000, VectorKey = 1001, RawEvidenceKey = 1002, PolicyIdsKey = 1003, VerifierIdKey = 1004;
    public const long KeyAttestationKey = -70002, FindingsKey = -70700, NodeKey = -70701, DeviceKey = -70702;

    private static readonly EarNames Draft = new("ear_status", "ear_trustworthiness_vector", "ear_appraisal_policy_ids", "ear_verifier_id", "ear_raw_evidence",
        "ear_veraison_key_attestation");

    private static readonly EarNames Deployed = new("ear.status", "ear.trustworthiness-vector", "ear.appraisal-policy-id", "ear.verifier-id", "ear.raw-evidence",
        "ear.veraison.key-attestation");

    public static EarNames Of(EarDialect dialect) => dialect == EarDialect.Draft ? Draft : Deployed;

    public static EarDialect? DialectOf(string profile) => profile switch
    {
        EarClaims.DraftProfile => EarDialect.Draft,
        EarClaims.DeployedProfile => EarDialect.Deployed,
        _ => null,
    };

    public static EarStatus? StatusOf(string name) => name switch
    {
        "none" => EarStatus.None,
        "affirming" => EarStatus.Affirming,
        "warning" => EarStatus.Warning,
        "contraindicated" => EarStatus.Contraindicated,
        _ => null,
    };

    public static EarStatus? StatusOf(long number) => number is 0 or 2 or 32 or 96 ? (EarStatus)number : null;

    public static string NameOf(EarStatus status) => status switch
    {
        EarStatus.Affirming => "affirming",
        EarStatus.Warning => "warning",
        EarStatus.Contraindicated => "contraindicated",
        _ => "none",
    };
}
