using System.Text.Json.Serialization;

namespace Attestation.NodeAgent.Joining;

/// <summary>What the gate's join broker is asked (docs/join.md). Binary members are base64.</summary>
/// <param name="Node">Name in the cluster.</param>
/// <param name="SecretsKey">SubjectPublicKeyInfo of <see cref="Joining.SecretsKey"/>.</param>
/// <param name="Kind">bootstrap-token or client-certificate.</param>
/// <param name="Request">PEM of a PKCS #10 request, for a client certificate.</param>
public sealed record CredentialRequest(string Node, byte[] SecretsKey, string Kind, byte[]? Request = null);

/// <summary>What the broker answers.</summary>
/// <param name="Kind">As asked.</param>
/// <param name="Jwe">The credential, encrypted to the secrets key: compact JWE.</param>
public sealed record CredentialAnswer(string Kind, string Jwe);

/// <summary>The credential: a token or a certificate, and the cluster that it is for.</summary>
/// <param name="Token">id.secret; a secret.</param>
/// <param name="Certificate">PEM, leaf first.</param>
/// <param name="Server">Address of the API server.</param>
/// <param name="Ca">PEM of its authorities.</param>
public sealed record Credential(string? Token = null, string? Certificate = null, string? Server = null, string? Ca = null)
{
    /// <summary>A token is a secret: nothing of it goes into a message.</summary>
    public override string ToString() => nameof(Credential);
}

/// <summary>certificates.k8s.io/v1 CertificateSigningRequest, the members that matter here.</summary>
public sealed record SigningRequest(string ApiVersion, string Kind, SigningRequestMetadata Metadata, SigningRequestSpec Spec, SigningRequestStatus? Status = null);

/// <summary>ObjectMeta.</summary>
public sealed record SigningRequestMetadata(string Name);

/// <summary>CertificateSigningRequestSpec.</summary>
/// <param name="Request">PEM of a PKCS #10 request.</param>
/// <param name="SignerName">Who is to sign.</param>
/// <param name="Usages">Of the certificate.</param>
public sealed record SigningRequestSpec(byte[] Request, string SignerName, IReadOnlyList<string> Usages);

/// <summary>CertificateSigningRequestStatus.</summary>
/// <param name="Conditions">Approved, Denied or Failed.</param>
/// <param name="Certificate">PEM, once it was issued.</param>
public sealed record SigningRequestStatus(IReadOnlyList<SigningRequestCondition>? Conditions = null, byte[]? Certificate = null);

/// <summary>CertificateSigningRequestCondition.</summary>
public sealed record SigningRequestCondition(string Type, string? Reason = null, string? Message = null);

/// <summary>meta/v1 Status: what the API server says where it does not do what it is asked.</summary>
public sealed record ApiStatus(string? Reason = null, string? Message = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(CredentialRequest))]
[JsonSerializable(typeof(CredentialAnswer))]
[JsonSerializable(typeof(Credential))]
[JsonSerializable(typeof(SigningRequest))]
[JsonSerializable(typeof(ApiStatus))]
internal sealed partial class JoinJson : JsonSerializerContext;
