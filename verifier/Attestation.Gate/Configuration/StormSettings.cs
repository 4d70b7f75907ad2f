namespace Attestation.Gate.Configuration;

/// <summary>Section <c>storm</c>: how many nodes may fall (docs/gate-ladder.md). A fall is what evicts pods: NoExecute, or a drain.</summary>
public sealed record StormSettings
{
    /// <summary>Nodes that may fall in any 60 seconds.</summary>
    public int PerMinute { get; init; } = 5;

    /// <summary>More than this share of the nodes, in percent, falling within <see cref="Window"/> is a storm. 100 switches the stop off.</summary>
    public int StopShare { get; init; } = 20;

    /// <summary>Fewer than so many nodes are never a storm.</summary>
    public int Minimum { get; init; } = 2;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A bad node waits for so long before it falls, so that those that turn bad with it are seen first.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);

    /// <exception cref="GateFailure">gate.configuration</exception>
    public static StormSettings Read(SettingsNode section)
    {
        var defaults = new StormSettings();
        var settings = new StormSettings
        {
            PerMinute = section.Number("perMinute", defaults.PerMinute, 1, 100_000),
            StopShare = (int)Math.Round(100 * section.Share("stopShare", defaults.StopShare, 0, 100)),
            Minimum = section.Number("minimum", defaults.Minimum, 1, 100_000),
            Window = section.Duration("window", defaults.Window, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            Settle = section.Duration("settle", defaults.Settle, TimeSpan.Zero, TimeSpan.FromMinutes(10)),
        };
        section.Done();
        return settings;
    }
}
