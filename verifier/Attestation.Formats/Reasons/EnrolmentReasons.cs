namespace Attestation.Formats.Reasons;

/// <summary>
/// Reasons for which a node's TPM is not enrolled, and those of a node whose enrolment ended, events 2350-2399. What is wrong with an
/// endorsement key's certificates has the codes <c>ek.*</c>, what is wrong with an attestation key or a quote <c>tpm.*</c>.
/// </summary>
public static class EnrolmentReasons
{
    private const string Api = "docs/verifier-api.md, nodes";
    private const string Identity = "TPM 2.0 Part 1 clause 24";

    public static readonly ReasonCode Request = new(2350, "enrolment.request",
        "The request's body is not the JSON document that this endpoint reads.",
        "Send exactly the members that /api/v1/openapi.json lists, binary values in base64 with padding.", Api);

    public static readonly ReasonCode NodeName = new(2351, "enrolment.node-name",
        "The node's name is no lower-case DNS subdomain of at most 253 characters.",
        "Use the name under which the cluster knows the node.", "RFC 1123 section 2.1");

    public static readonly ReasonCode EkPinned = new(2353, "enrolment.ek-pinned",
        "The operator's list binds this endorsement key to another node name or class.",
        "Enrol under the name and class that the list states, or correct the list.", Api);

    public static readonly ReasonCode EkRetired = new(2354, "enrolment.ek-retired",
        "The node of this TPM was retired.",
        "If it shall serve again, remove its record: DELETE /api/v1/nodes/NODE?forget=true.", Api);

    public static readonly ReasonCode NameTaken = new(2355, "enrolment.name-taken",
        "Another enrolled TPM holds this node name.",
        "Choose another name, or retire the node that holds it: DELETE /api/v1/nodes/NODE.", Api);

    public static readonly ReasonCode TooMany = new(2356, "enrolment.too-many",
        "As many enrolments are open as this verifier allows.",
        "Try again after the seconds named in Retry-After, or raise --max-enrolments.", Api);

    public static readonly ReasonCode Unknown = new(2357, "enrolment.unknown",
        "No enrolment has this id: it was never opened, or was removed some time after it expired.",
        "Ask for a new credential.", Api);

    public static readonly ReasonCode Expired = new(2358, "enrolment.expired",
        "The enrolment expired before its secret came back.",
        "Ask for a new credential and activate it within the time its expires names, or raise --enrolment-ttl.", Api);

    public static readonly ReasonCode Used = new(2359, "enrolment.used",
        "The enrolment was answered before; a credential serves once.",
        "Ask for a new credential.", Api);

    public static readonly ReasonCode Secret = new(2360, "enrolment.secret",
        "The secret is not the one in the credential: the attestation key does not live in the TPM of this endorsement key, or the credential was for another key.",
        "Activate the credential with TPM2_ActivateCredential, with the two keys that were sent; ask for a new credential, this one is used up.", Identity);

    public static readonly ReasonCode UdsIncomplete = new(2361, "enrolment.uds-incomplete",
        "Of udsPublicKey, attest and signature only some were sent.",
        "Send all three or none.", Api);

    public static readonly ReasonCode UdsKey = new(2362, "enrolment.uds-key",
        "The UDS public key is no SubjectPublicKeyInfo of an Ed25519, P-256 or P-384 key.",
        "Send the key in DER, of one of these kinds.", "Open Profile for DICE, X.509 UDS Certificates");

    public static readonly ReasonCode Superseded = new(2363, "enrolment.superseded",
        "The attestation key was enrolled, but its TPM has enrolled another one since.",
        "Attest with the newer key; if this machine did not enrol it, look for who did.", Api);

    public static readonly ReasonCode Retired = new(2364, "enrolment.retired",
        "The attestation key was enrolled and then retired by an operator.",
        "If the node shall serve again, remove its record and let it enrol: DELETE /api/v1/nodes/NODE?forget=true.", Api);

    public static readonly ReasonCode Class = new(2365, "enrolment.class",
        "Vendor or model of the node's class is empty, longer than 128 characters, or has control characters.",
        "Name the class as the reference values do.", Api);

    public static readonly ReasonCode UdsTaken = new(2366, "enrolment.uds-taken",
        "Another enrolled TPM has this UDS public key.",
        "Look for the UDS that two machines share: each TPM makes its own.", "Open Profile for DICE, UDS");

    internal static readonly ReasonCode[] All =
    [
        Request, NodeName, EkPinned, EkRetired, NameTaken, TooMany, Unknown, Expired, Used, Secret, UdsIncomplete, UdsKey,
        Superseded, Retired, Class, UdsTaken,
    ];
}
