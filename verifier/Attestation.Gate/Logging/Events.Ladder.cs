namespace Attestation.Gate.Logging;

/// <summary>Log events of the ladder, 230 to 249.</summary>
internal static partial class Events
{
    [LoggerMessage(230, LogLevel.Warning, "Event {Reason} about {Name} was not written: {Message}")]
    public static partial void EventLost(this ILogger logger, string reason, string name, string message);

    [LoggerMessage(231, LogLevel.Information, "Node {Node} is on rung {Rung}: {Why}")]
    public static partial void NodeMoved(this ILogger logger, string node, string rung, string why);

    [LoggerMessage(232, LogLevel.Warning, "Node {Node} fell: {Why}")]
    public static partial void NodeFell(this ILogger logger, string node, string why);

    [LoggerMessage(233, LogLevel.Warning, "Node {Node} cannot be changed: {Message}")]
    public static partial void NodeNotChanged(this ILogger logger, string node, string message);

    [LoggerMessage(234, LogLevel.Error, "Storm: {Waiting} of {Nodes} nodes would fall; none does until that is {Share} percent or fewer, or an operator acknowledges")]
    public static partial void StormStopped(this ILogger logger, int waiting, int nodes, int share);

    [LoggerMessage(235, LogLevel.Warning, "Storm is over or acknowledged: {Waiting} nodes wait to fall")]
    public static partial void StormOver(this ILogger logger, int waiting);

    [LoggerMessage(236, LogLevel.Warning, "Storm's lease {Lease} cannot be written: {Message}")]
    public static partial void StormUnrecorded(this ILogger logger, string lease, string message);

    [LoggerMessage(237, LogLevel.Information, "Drain of {Node} begins")]
    public static partial void DrainBegan(this ILogger logger, string node);

    [LoggerMessage(238, LogLevel.Information, "Drain of {Node} is over: {Outcome}, {Evicted} pods evicted")]
    public static partial void DrainOver(this ILogger logger, string node, string outcome, int evicted);

    [LoggerMessage(239, LogLevel.Warning, "Drain of {Node}: {Message}")]
    public static partial void DrainDelayed(this ILogger logger, string node, string message);

    [LoggerMessage(240, LogLevel.Information, "The ladder keeps {Nodes} nodes")]
    public static partial void LadderBegan(this ILogger logger, int nodes);
}
