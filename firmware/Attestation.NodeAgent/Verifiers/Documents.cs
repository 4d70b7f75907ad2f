using System.Text.Json.Serialization;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>What a node asks to be enrolled with: docs/verifier-api.md, nodes. Binary members are base64, padded.</summary>
/// <param name="EkPublic">TPM2B_PUBLIC of the endorsement key.</param>
/// <param name="EkCertificates">DER, leaf first; empty where the platform has none.</param>
/// <param name="AkPublic">TPM2B_PUBLIC of the attestation key.</param>
/// <param name="NodeName">Name in the cluster, or null.</param>
/// <param name="Class">Whose reference values judge the node, or null.</param>
public sealed record EnrolmentRequest(byte[] EkPublic, IReadOnlyList<byte[]> EkCertificates, byte[] AkPublic, string? NodeName, NodeClass? Class);

/// <summary>A credential that only the TPM with both keys opens.</summary>
/// <param name="Id">Of the enrolment.</param>
/// <param name="CredentialBlob">TPM2B_ID_OBJECT.</param>
/// <param name="EncryptedSecret">TPM2B_ENCRYPTED_SECRET.</param>
public sealed record CredentialOffer(string Id, byte[] CredentialBlob, byte[] EncryptedSecret);

/// <summary>The answer to a credential. The last three come together, from nodes with a DICE identity.</summary>
/// <param name="Secret">What TPM2_ActivateCredential gave.</param>
/// <param name="UdsPublicKey">SubjectPublicKeyInfo.</param>
/// <param name="Attest">TPMS_ATTEST of a quote by the attestation key over secret and UDS key.</param>
/// <param name="Signature">TPMT_SIGNATURE.</param>
public sealed record ActivationRequest(byte[] Secret, byte[]? UdsPublicKey, byte[]? Attest, byte[]? Signature);

/// <summary>A node as the verifier enrolled it.</summary>
/// <param name="Node">TPM name of the attestation key, lower-case hex.</param>
/// <param name="NodeName">As enrolled.</param>
/// <param name="Class">As enrolled.</param>
/// <param name="IntervalSeconds">How often it is to attest.</param>
/// <param name="UdsCertificate">DER, where a UDS key came along.</param>
public sealed record Activation(string Node, string? NodeName, NodeClass? Class, int IntervalSeconds, byte[]? UdsCertificate);

/// <summary>A challenge-response session, before and after its answer.</summary>
/// <param name="Nonce">8 to 64 bytes.</param>
/// <param name="Result">The EAR, a JWT; null before the answer.</param>
/// <param name="Appraisal">Where operators read the stored verdict.</param>
/// <param name="Next">What the verifier wants next time.</param>
public sealed record SessionDocument(byte[] Nonce, string? Result, string? Appraisal, NextAttestation? Next);

/// <summary>What the verifier wants next time.</summary>
/// <param name="IntervalSeconds">After how long.</param>
/// <param name="ImaOffset">Bytes of the IMA list that it accepted.</param>
/// <param name="ImaEntries">Entries of the same.</param>
public sealed record NextAttestation(int IntervalSeconds, long ImaOffset, long ImaEntries);

/// <summary>What the verifier's operators see of a node; only its state counts here.</summary>
/// <param name="State"><c>enrolled</c>, <c>superseded</c> or <c>retired</c>.</param>
public sealed record NodeState(string State);

/// <summary>RFC 9457 problem document with the reason's code and remedy.</summary>
public sealed record ProblemDocument(string? Code, string? Title, string? Detail, string? Remedy);

/// <summary>The P-256 key of results, in the discovery document (Veraison discovery API): a JWK, RFC 7517.</summary>
public sealed record DiscoveryDocument([property: JsonPropertyName("ear-verification-key")] ResultKey? Key);

/// <param name="X">Base64url.</param>
/// <param name="Y">Base64url.</param>
public sealed record ResultKey(string? X, string? Y);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = false)]
[JsonSerializable(typeof(EnrolmentRequest))]
[JsonSerializable(typeof(CredentialOffer))]
[JsonSerializable(typeof(ActivationRequest))]
[JsonSerializable(typeof(Activation))]
[JsonSerializable(typeof(SessionDocument))]
[JsonSerializable(typeof(NodeState))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(DiscoveryDocument))]
internal sealed partial class DocumentJson : JsonSerializerContext;
