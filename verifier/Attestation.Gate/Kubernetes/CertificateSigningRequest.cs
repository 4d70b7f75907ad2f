using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, certificates.k8s.io/v1 CertificateSigningRequest.</summary>
public sealed record CertificateSigningRequest : IKubernetesObject
{
    [JsonPropertyName("apiVersion")]
    public string ApiVersion { get; init; } = "certificates.k8s.io/v1";

    [JsonPropertyName("kind")]
    public string Kind { get; init; } = "CertificateSigningRequest";

    [JsonPropertyName("metadata")]
    public required ObjectMeta Metadata { get; init; }

    [JsonPropertyName("spec")]
    public required CertificateSigningRequestSpec Spec { get; init; }

    [JsonPropertyName("status")]
    public CertificateSigningRequestStatus Status { get; init; } = new();
}

/// <summary>certificates.k8s.io/v1 CertificateSigningRequestSpec. The API server fills in who asked.</summary>
public sealed record CertificateSigningRequestSpec
{
    /// <summary>PEM of a PKCS #10 request.</summary>
    [JsonPropertyName("request")]
    public byte[] Request { get; init; } = [];

    [JsonPropertyName("signerName")]
    public string SignerName { get; init; } = "";

    [JsonPropertyName("expirationSeconds")]
    public int? ExpirationSeconds { get; init; }

    [JsonPropertyName("usages")]
    public IReadOnlyList<string>? Usages { get; init; }

    [JsonPropertyName("username")]
    public string? Username { get; init; }

    [JsonPropertyName("uid")]
    public string? Uid { get; init; }

    [JsonPropertyName("groups")]
    public IReadOnlyList<string>? Groups { get; init; }

    [JsonPropertyName("extra")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Extra { get; init; }
}

/// <summary>certificates.k8s.io/v1 CertificateSigningRequestStatus.</summary>
public sealed record CertificateSigningRequestStatus
{
    [JsonPropertyName("conditions")]
    public IReadOnlyList<CertificateSigningRequestCondition>? Conditions { get; init; }

    /// <summary>PEM; absent until the signer has signed.</summary>
    [JsonPropertyName("certificate")]
    public byte[]? Certificate { get; init; }
}

/// <summary>certificates.k8s.io/v1 CertificateSigningRequestCondition; the status must be True.</summary>
public sealed record CertificateSigningRequestCondition
{
    /// <summary>Approved, Denied or Failed.</summary>
    [JsonPropertyName("type")]
    public string Type { get; init; } = "";

    [JsonPropertyName("status")]
    public string Status { get; init; } = "True";

    [JsonPropertyName("reason")]
    public string? Reason { get; init; }

    [JsonPropertyName("message")]
    public string? Message { get; init; }

    [JsonPropertyName("lastUpdateTime")]
    public DateTimeOffset? LastUpdateTime { get; init; }

    [JsonPropertyName("lastTransitionTime")]
    public DateTimeOffset? LastTransitionTime { get; init; }
}
