using Attestation.Gate.Verdicts;

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

    [LoggerMessage(203, LogLevel.Information, "Listening for {Listener} on {Url}")]
    public static partial void Listening(this ILogger logger, string listener, string url);

    [LoggerMessage(204, LogLevel.Information, "Stopped")]
    public static partial void Stopped(this ILogger logger);

    [LoggerMessage(205, LogLevel.Warning, "The verifier's key {Key} is taken on trust at the first start and kept in {File}")]
    public static partial void KeyPinned(this ILogger logger, string key, string file);

    [LoggerMessage(206, LogLevel.Information, "The verifier's feed has been read: {Count} nodes")]
    public static partial void FeedLoaded(this ILogger logger, int count);

    [LoggerMessage(207, LogLevel.Error, "The verifier does not answer, verdicts hold to their ends: {Message}")]
    public static partial void VerifierAway(this ILogger logger, string message);

    [LoggerMessage(208, LogLevel.Information, "The verifier answers again")]
    public static partial void VerifierBack(this ILogger logger);

    [LoggerMessage(209, LogLevel.Warning, "The verifier does not know the place in its feed, which is read from the beginning: {Message}")]
    public static partial void FeedRestarts(this ILogger logger, string message);

    [LoggerMessage(210, LogLevel.Information, "Request {Request} of {Username} for node {Node} approved")]
    public static partial void RequestApproved(this ILogger logger, string request, string node, string username);

    [LoggerMessage(211, LogLevel.Error, "The decision about request {Request} is not taken: {Message}")]
    public static partial void DecisionNotWritten(this ILogger logger, string request, string message);

    [LoggerMessage(212, LogLevel.Information, "Watch of {Path} has to begin anew: {Message}")]
    public static partial void WatchForgotten(this ILogger logger, string path, string message);

    [LoggerMessage(213, LogLevel.Error, "Watch of {Path}: a line of type {Type} cannot be read and is passed over")]
    public static partial void WatchLineSkipped(this ILogger logger, string path, string type);

    public static void RequestDenied(this ILogger logger, GateDenial denial, string request, string username) => logger.Log(
        LogLevel.Warning,
        new EventId(denial.Code.EventId, denial.Code.Id),
        "Request {Request} of {Username} denied with {Reason}: {Detail}",
        request, username, denial.Code.Id, denial.Detail);

    public static void ResultRefused(this ILogger logger, GateDenial denial, string node) => logger.Log(
        LogLevel.Error,
        new EventId(denial.Code.EventId, denial.Code.Id),
        "A result about node {Node} is not believed with {Reason}: {Detail}",
        node, denial.Code.Id, denial.Detail);
}
