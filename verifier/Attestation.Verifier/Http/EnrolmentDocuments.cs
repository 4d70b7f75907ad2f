using System.Text.Json;
using System.Text.Json.Serialization;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Http;

/// <summary>What a node asks to be enrolled with. Binary values are base64, padded.</summary>
/// <param name="EkPublic">TPM2B_PUBLIC of the endorsement key.</param>
/// <param name="AkPublic">TPM2B_PUBLIC of the attestation key.</param>
/// <param name="EkCertificates">DER, the endorsement key's own first; absent or empty where the platform has none.</param>
/// <param name="NodeName">The cluster's name for the node.</param>
/// <param name="Class">Whose reference values judge the node.</param>
public sealed record EnrolmentRequestDocument(
    byte[] EkPublic, byte[] AkPublic, IReadOnlyList<byte[]>? EkCertificates = null, string? NodeName = null, ClassDocument? Class = null);

/// <summary>A class of devices, as reference values name it.</summary>
public sealed record ClassDocument(string Vendor, string Model);

/// <summary>A credential for TPM2_ActivateCredential.</summary>
/// <param name="Id">Of the enrolment.</param>
/// <param name="Expires">RFC 3339, UTC.</param>
/// <param name="CredentialBlob">TPM2B_ID_OBJECT.</param>
/// <param name="EncryptedSecret">TPM2B_ENCRYPTED_SECRET.</param>
public sealed record EnrolmentDocument(string Id, DateTimeOffset Expires, byte[] CredentialBlob, byte[] EncryptedSecret)
{
    public static EnrolmentDocument Of(CredentialOffer offer) => new(offer.Id, offer.Expires, offer.Blob, offer.EncryptedSecret);
}

/// <summary>The answer to a credential.</summary>
/// <param name="Secret">What TPM2_ActivateCredential gave.</param>
/// <param name="UdsPublicKey">SubjectPublicKeyInfo of the node's DICE identity, DER; with it come the other two.</param>
/// <param name="Attest">TPMS_ATTEST of a quote by the attestation key.</param>
/// <param name="Signature">TPMT_SIGNATURE over it.</param>
public sealed record ActivationRequestDocument(byte[] Secret, byte[]? UdsPublicKey = null, byte[]? Attest = null, byte[]? Signature = null);

/// <summary>An enrolled node's first answer.</summary>
/// <param name="Node">Name of the attestation key, lower-case hex: the node's id.</param>
/// <param name="NodeName">As enrolled.</param>
/// <param name="Class">As enrolled.</param>
/// <param name="IntervalSeconds">How often the policy wants the node to attest.</param>
/// <param name="UdsCertificate">DER.</param>
public sealed record ActivationDocument(string Node, string? NodeName, ClassDocument? Class, int IntervalSeconds, byte[]? UdsCertificate)
{
    public static ActivationDocument Of(EnrolledAnswer enrolled, TimeSpan interval)
    {
        NodeClaim claim = enrolled.Node.Claim;
        return new ActivationDocument(claim.AkName, claim.NodeName, NodeDocument.ClassOf(claim), (int)interval.TotalSeconds, enrolled.UdsCertificate);
    }
}

/// <summary>Reads requests: unknown, repeated, missing and null members are refused.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Strict, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EnrolmentRequestDocument))]
[JsonSerializable(typeof(ActivationRequestDocument))]
[JsonSerializable(typeof(RevocationRequestDocument))]
internal sealed partial class RequestJson : JsonSerializerContext;
