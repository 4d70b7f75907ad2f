using System.Text.Json.Serialization;

namespace Attestation.Gate.Kubernetes;

/// <summary>Kubernetes API, meta/v1 Status: what the server answers where it refuses.</summary>
public sealed record ApiStatus(
    [property: JsonPropertyName("code")] int Code,
    [property: JsonPropertyName("reason")] string? Reason,
    [property: JsonPropertyName("message")] string? Message);

/// <summary>The API server refused, or could not be reached; <see cref="Code"/> is 0 then.</summary>
public sealed class ApiFailure(int code, string? reason, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>HTTP status; 0 where no answer came.</summary>
    public int Code => code;

    /// <summary>The server's reason: NotFound, Conflict, Expired, Forbidden...</summary>
    public string? Reason => reason;

    public bool IsConflict => code == 409;

    public bool IsNotFound => code == 404;

    /// <summary>The resourceVersion is too old to go on from: list again.</summary>
    public bool IsGone => code == 410;

    /// <summary>The object as it was sent breaks a rule.</summary>
    public bool IsInvalid => code == 422;

    public bool IsForbidden => code == 403;
}
