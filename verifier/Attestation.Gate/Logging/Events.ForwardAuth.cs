using Attestation.Formats.Reasons;

namespace Attestation.Gate.Logging;

/// <summary>Events of forward authentication: 260 to 269.</summary>
internal static partial class Events
{
    [LoggerMessage(260, LogLevel.Warning, "Forward authentication refuses results until the verifier's key is known: {Message}")]
    public static partial void ForwardAuthWithoutKey(this ILogger logger, string message);

    public static void ForwardAuthRefused(this ILogger logger, ReasonCode reason, string detail, string proxy) => logger.Log(
        LogLevel.Information,
        new EventId(reason.EventId, reason.Id),
        "A request by {Proxy} is refused with {Reason}: {Detail}",
        proxy, reason.Id, detail);
}
