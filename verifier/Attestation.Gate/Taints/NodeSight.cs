using System.Globalization;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>Everything that decides about one node.</summary>
/// <param name="Node">The node's object.</param>
/// <param name="Verdict">The latest verdict on it, expired or not; null where there is none.</param>
/// <param name="Loaded">True where all verdicts are known, so that no verdict means that there is none.</param>
/// <param name="Contact">When the verifier last answered.</param>
/// <param name="Memory">What this replica remembers of the node.</param>
/// <param name="Keys">Names of what the gate wrote on it.</param>
public sealed record NodeSight(Node Node, NodeVerdict? Verdict, bool Loaded, VerifierContact Contact, NodeMemory Memory, OwnedKeys Keys)
{
    public string Name => Node.Metadata.Name;

    /// <summary>An annotation; null where it is absent.</summary>
    public string? Annotation(string key) => Node.Metadata.Annotations?.GetValueOrDefault(key);

    /// <summary>When it fell, as stands on it.</summary>
    public DateTimeOffset? FallenAt => Instant(Keys.FallenAt);

    /// <summary>An instant that the gate wrote; null where it is absent, or where somebody wrote something else.</summary>
    public DateTimeOffset? Instant(string key) => Instants.TryRead(Annotation(key), out DateTimeOffset at) ? at : null;
}

/// <summary>
/// What the leader remembers of a node besides the node's own annotations, since a node may change its annotations where the webhook does not guard them:
/// the earlier instant counts.
/// </summary>
/// <param name="AwaitedSince">Since when its first verdict is awaited.</param>
/// <param name="FallenAt">When it fell.</param>
public sealed record NodeMemory(DateTimeOffset? AwaitedSince, DateTimeOffset? FallenAt)
{
    public static NodeMemory None { get; } = new(null, null);

    /// <summary>The earlier of two instants that may be absent.</summary>
    public static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a is null ? b : b is null || a < b ? a : b;
}

/// <summary>Instants in annotations: RFC 3339, UTC, whole seconds.</summary>
public static class Instants
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    public static string Text(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    public static bool TryRead(string? text, out DateTimeOffset at) =>
        DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out at);
}
