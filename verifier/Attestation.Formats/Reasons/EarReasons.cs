namespace Attestation.Formats.Reasons;

/// <summary>Reasons of attestation results (draft-ietf-rats-ear, and the dialect of veraison/ear), events 1540-1579.</summary>
public static class EarReasons
{
    public static readonly ReasonCode Profile = new(1540, "ear.profile",
        "The result's profile is neither the draft's nor the deployed one.",
        "Take results from a verifier that writes one of the two dialects.", "draft-ietf-rats-ear section 3");

    public static readonly ReasonCode Missing = new(1541, "ear.missing",
        "A member that every result must have is missing.",
        "A result needs profile, iat, verifier-id and submods, and each submodule a status.", "draft-ietf-rats-ear section 3");

    public static readonly ReasonCode Status = new(1542, "ear.status",
        "The status is none of none, affirming, warning and contraindicated.",
        "Use the four tiers of AR4SI.", "draft-ietf-rats-ear section 3.2");

    public static readonly ReasonCode Vector = new(1543, "ear.vector",
        "The trustworthiness vector is empty, names an unknown claim, or a claim is not an integer from -128 to 127.",
        "Use the eight claims of AR4SI.", "draft-ietf-rats-ar4si section 2.3");

    public static readonly ReasonCode StatusVector = new(1544, "ear.status-vector",
        "The status is better than the worst claim of the trustworthiness vector.",
        "The result contradicts itself: do not rely on it, and report it to whoever runs the verifier.", "draft-ietf-rats-ear section 3.2");

    public static readonly ReasonCode VerifierId = new(1545, "ear.verifier-id",
        "The verifier's identity is not an object with developer and build.",
        "Write both as texts.", "draft-ietf-rats-ear section 3.3");

    public static readonly ReasonCode Submodules = new(1546, "ear.submods",
        "The result has no submodules, or one is not an appraisal.",
        "Write at least one appraisal under its name.", "draft-ietf-rats-ear section 3");

    public static readonly ReasonCode Nonce = new(1547, "ear.nonce",
        "A nonce is not 8 to 64 bytes.",
        "Use the challenge as it was given out.", "RFC 9711 section 4.1");

    public static readonly ReasonCode Claim = new(1548, "ear.claim",
        "A member has another type than its definition gives.",
        "Compare with the CDDL at the path named.", "draft-ietf-rats-ear appendix A");

    public static readonly ReasonCode Findings = new(1549, "ear.findings",
        "The list of findings is not a list of code, where, expected and actual.",
        "Compare with docs/formats/ear-findings.cddl.", "docs/formats/ear-findings.cddl");

    public static readonly ReasonCode KeyAttestation = new(1550, "ear.key-attestation",
        "The key attestation does not hold a public key.",
        "Write akpub as the key's bytes.", "draft-ietf-rats-ear section 3.5");

    public static readonly ReasonCode Node = new(1551, "ear.node",
        "The claim about the node has no id, or a member that is not what its definition gives.",
        "Compare with docs/formats/ear-node.cddl at the path named.", "docs/formats/ear-node.cddl");

    public static readonly ReasonCode NodeStatus = new(1552, "ear.node-status",
        "The status refuses, and yet the claim about the node names keys, a class or the next attestation.",
        "The result contradicts itself: do not rely on it, and report it to whoever runs the verifier.", "docs/formats/ear-node.cddl");

    public static readonly ReasonCode Device = new(1553, "ear.device",
        "The claim about the device has no id, or a member that is not what its definition gives.",
        "Compare with docs/formats/ear-device.cddl at the path named.", "docs/formats/ear-device.cddl");

    public static readonly ReasonCode DeviceStatus = new(1554, "ear.device-status",
        "The status refuses, and yet the claim about the device names its class, or a key is attested.",
        "The result contradicts itself: do not rely on it, and report it to whoever runs the verifier.", "docs/formats/ear-device.cddl");

    internal static readonly ReasonCode[] All =
        [Profile, Missing, Status, Vector, StatusVector, VerifierId, Submodules, Nonce, Claim, Findings, KeyAttestation, Node, NodeStatus, Device, DeviceStatus];
}
