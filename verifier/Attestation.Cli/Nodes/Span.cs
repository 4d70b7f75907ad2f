namespace Attestation.Cli.Nodes;

/// <summary>Times as people say them: two units at most.</summary>
internal static class Span
{
    /// <summary><c>42s</c>, <c>4m 12s</c>, <c>3h 5m</c>, <c>2d 4h</c>; never below zero.</summary>
    public static string Of(TimeSpan span)
    {
        long seconds = Math.Max(0, (long)span.TotalSeconds);
        return seconds switch
        {
            < 60 => $"{seconds}s",
            < 3600 => $"{seconds / 60}m {seconds % 60}s",
            < 86_400 => $"{seconds / 3600}h {seconds / 60 % 60}m",
            _ => $"{seconds / 86_400}d {seconds / 3600 % 24}h",
        };
    }

    /// <summary><c>4m 12s</c> to come, or <c>4m 12s ago</c>; a dash where there is no such time.</summary>
    public static string Until(DateTimeOffset? instant, DateTimeOffset now) =>
        instant is not { } at ? "-" : at > now ? Of(at - now) : $"{Of(now - at)} ago";
}
