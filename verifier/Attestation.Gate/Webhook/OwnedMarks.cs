using Attestation.Formats.Reasons;

namespace Attestation.Gate.Webhook;

/// <summary>What carries the gate's prefix on one node; nobody else may set, change or remove it.</summary>
public sealed record OwnedMarks(
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyDictionary<string, string> Annotations,
    IReadOnlyList<OwnedTaint> Taints,
    IReadOnlyList<OwnedCondition> Conditions)
{
    public static OwnedMarks None { get; } = new(new Dictionary<string, string>(), new Dictionary<string, string>(), [], []);

    /// <summary>The first mark that differs, named for people; null where none does.</summary>
    /// <param name="old">The marks as they are.</param>
    public MarkChange? ChangeFrom(OwnedMarks old) =>
        Change(GateReasons.WebhookLabel, old.Labels, Labels)
        ?? Change(GateReasons.WebhookAnnotation, old.Annotations, Annotations)
        ?? Change(GateReasons.WebhookTaint, old.Taints, Taints)
        ?? Change(GateReasons.WebhookCondition, old.Conditions, Conditions);

    private static MarkChange? Change(ReasonCode code, IReadOnlyDictionary<string, string> old, IReadOnlyDictionary<string, string> next)
    {
        foreach (string key in old.Keys.Union(next.Keys).Order(StringComparer.Ordinal))
        {
            string? before = old.GetValueOrDefault(key), after = next.GetValueOrDefault(key);
            if (before != after)
                return new MarkChange(code, $"{key}: {Shown(before)} to {Shown(after)}");
        }
        return null;
    }

    /// <summary>The order in a list says nothing; how often something stands there does.</summary>
    private static MarkChange? Change<T>(ReasonCode code, IReadOnlyList<T> old, IReadOnlyList<T> next) where T : class
    {
        var missing = new List<T>(old);
        T? added = next.FirstOrDefault(mark => !missing.Remove(mark));
        return added is null && missing.Count == 0 ? null : new MarkChange(code, $"{Shown(missing.FirstOrDefault()?.ToString())} to {Shown(added?.ToString())}");
    }

    private static string Shown(string? value) => value is null ? "nothing" : value.Length <= 100 ? value : value[..100] + "...";
}

/// <summary>One mark that somebody wants to be otherwise.</summary>
public sealed record MarkChange(ReasonCode Code, string What);

/// <summary>A taint of the gate: what core/v1 Taint holds, times as they were written.</summary>
public sealed record OwnedTaint(string Key, string Effect, string Value, string TimeAdded)
{
    public override string ToString() => Value.Length == 0 ? $"{Key}:{Effect}" : $"{Key}={Value}:{Effect}";
}

/// <summary>A condition of the gate: what core/v1 NodeCondition holds, times as they were written.</summary>
public sealed record OwnedCondition(string Type, string Status, string Reason, string Message, string Transition, string Heartbeat)
{
    public override string ToString() => $"{Type}={Status}";
}
