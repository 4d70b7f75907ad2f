using Attestation.Formats.Reasons;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Logging;

/// <summary>Events 250-259: credentials for joining. A token's secret half never stands in any.</summary>
internal static partial class Events
{
    [LoggerMessage(250, LogLevel.Information, "Node {Node} got a credential of kind {Kind}; it ends at {Expires:O}")]
    public static partial void CredentialGiven(this ILogger logger, string node, string kind, DateTimeOffset expires);

    [LoggerMessage(251, LogLevel.Information, "Bootstrap token {Id} made for node {Node}; it ends at {Expires:O}")]
    public static partial void TokenIssued(this ILogger logger, string node, string id, DateTimeOffset expires);

    [LoggerMessage(252, LogLevel.Information, "Bootstrap token {Id} of node {Node} is used up")]
    public static partial void TokenUsed(this ILogger logger, string node, string id);

    [LoggerMessage(253, LogLevel.Information, "Bootstrap token {Id} deleted")]
    public static partial void TokenDeleted(this ILogger logger, string id);

    [LoggerMessage(254, LogLevel.Warning, "Bootstrap token {Id} cannot be deleted yet: {Message}")]
    public static partial void TokenNotDeleted(this ILogger logger, string id, string message);

    [LoggerMessage(255, LogLevel.Information, "Request {Name} filed for a certificate of node {Node}")]
    public static partial void CertificateAsked(this ILogger logger, string node, string name);

    /// <summary>A request for a credential that was refused, under the reason's own event id.</summary>
    public static void CredentialRefused(this ILogger logger, string node, string address, GateDenial denial)
    {
        ReasonCode code = denial.Code;
        logger.Log(LogLevel.Warning, new EventId(code.EventId, code.Id), "No credential for node {Node}, asked for from {Address}: {Code}: {Sentence} {Detail}", node, address, code.Id, code.Sentence, denial.Detail);
    }
}
