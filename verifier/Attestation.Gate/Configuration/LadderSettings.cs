namespace Attestation.Gate.Configuration;

/// <summary>What happens to nodes that never had a verdict, which are all of them on the day the gate comes to a cluster.</summary>
public enum Introduction
{
    /// <summary>Label and condition tell; no taint is set.</summary>
    Warn,

    /// <summary>Late at once, bad after <see cref="LadderSettings.FirstVerdictGrace"/>.</summary>
    Enforce,
}

/// <summary>Section <c>ladder</c>: the rungs and their times (docs/gate-ladder.md).</summary>
public sealed record LadderSettings
{
    public bool Enabled { get; init; } = true;

    /// <summary>After a verdict's end the node keeps its standing so long, then it is late: NoSchedule.</summary>
    public TimeSpan LateAfter { get; init; } = TimeSpan.Zero;

    /// <summary>So long after a verdict's end the node is bad: NoExecute. At least <see cref="LateAfter"/>.</summary>
    public TimeSpan BadAfter { get; init; } = TimeSpan.FromMinutes(10);

    public Introduction Introduction { get; init; } = Introduction.Enforce;

    /// <summary>A node that never had a verdict is late for so long, then bad.</summary>
    public TimeSpan FirstVerdictGrace { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Without an answer of the verifier for so long, no node is thrown out for a verdict that ended.</summary>
    public TimeSpan VerifierPatience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>A bad node is also cordoned.</summary>
    public bool Cordon { get; init; }

    /// <summary>NoExecute comes so long after the fall: time for a drain that respects PodDisruptionBudgets, which NoExecute does not.</summary>
    public TimeSpan ExecuteAfter { get; init; } = TimeSpan.Zero;

    /// <summary>Pods of a bad node are evicted through the Eviction API.</summary>
    public bool Drain { get; init; }

    /// <summary>The drain starts so long after the fall.</summary>
    public TimeSpan DrainAfter { get; init; } = TimeSpan.Zero;

    /// <summary>A drain gives up after so long.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Nodes that are drained at the same time.</summary>
    public int DrainsAtOnce { get; init; } = 2;

    /// <summary>Patches of nodes in flight.</summary>
    public int PatchesAtOnce { get; init; } = 4;

    /// <summary>Patches per second at most, over a short while.</summary>
    public int PatchesPerSecond { get; init; } = 50;

    /// <exception cref="GateFailure">gate.configuration</exception>
    public static LadderSettings Read(SettingsNode section)
    {
        var defaults = new LadderSettings();
        TimeSpan zero = TimeSpan.Zero, second = TimeSpan.FromSeconds(1), month = TimeSpan.FromDays(30);
        var settings = new LadderSettings
        {
            Enabled = section.Flag("enabled", defaults.Enabled),
            LateAfter = section.Duration("lateAfter", defaults.LateAfter, zero, month),
            BadAfter = section.Duration("badAfter", defaults.BadAfter, zero, month),
            Introduction = section.Choice("introduction", defaults.Introduction),
            FirstVerdictGrace = section.Duration("firstVerdictGrace", defaults.FirstVerdictGrace, zero, month),
            VerifierPatience = section.Duration("verifierPatience", defaults.VerifierPatience, second, month),
            Cordon = section.Flag("cordon", defaults.Cordon),
            ExecuteAfter = section.Duration("executeAfter", defaults.ExecuteAfter, zero, month),
            Drain = section.Flag("drain", defaults.Drain),
            DrainAfter = section.Duration("drainAfter", defaults.DrainAfter, zero, month),
            DrainDeadline = section.Duration("drainDeadline", defaults.DrainDeadline, second, month),
            DrainsAtOnce = section.Number("drainsAtOnce", defaults.DrainsAtOnce, 1, 100),
            PatchesAtOnce = section.Number("patchesAtOnce", defaults.PatchesAtOnce, 1, 100),
            PatchesPerSecond = section.Number("patchesPerSecond", defaults.PatchesPerSecond, 1, 10_000),
        };
        section.Done();
        return settings.BadAfter >= settings.LateAfter ? settings : throw section.Wrong("badAfter", "is less than lateAfter");
    }
}
