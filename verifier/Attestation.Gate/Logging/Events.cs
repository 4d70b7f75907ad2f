namespace Attestation.Gate.Logging;

/// <summary>All log events of the gate; decisions have the event id of their reason (docs/reasons.md), everything else 200 to 299.</summary>
internal static partial class Events
{
    [LoggerMessage(200, LogLevel.Warning, "Watch of {Path} interrupted: {Message}")]
    public static partial void WatchInterrupted(this ILogger logger, string path, string message);

    [LoggerMessage(201, LogLevel.Warning, "Lease {Lease} cannot be renewed: {Message}")]
    public static partial void LeaseUnreachable(this ILogger logger, string lease, string message);

    [LoggerMessage(202, LogLevel.Information, "Lease {Lease} is held by {Holder}; this replica acts: {Leading}")]
    public static partial void LeaderChanged(this ILogger logger, string lease, string holder, bool leading);
}
