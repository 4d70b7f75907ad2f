using System.Text.Json.Nodes;
using Attestation.Formats.Keys;

namespace Attestation.Cli.Inspecting;

/// <summary>Small values as JSON.</summary>
internal static class Values
{
    internal static string? Hex(ReadOnlyMemory<byte>? bytes) => bytes is { } value ? Convert.ToHexStringLower(value.Span) : null;

    internal static string Time(DateTimeOffset time) => time.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Seconds since 1970; as a number where no calendar reaches it.</summary>
    internal static string Seconds(long seconds) =>
        seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds() && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? Time(DateTimeOffset.FromUnixTimeSeconds(seconds))
            : seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);

    internal static JsonArray List(IEnumerable<string> items) => [.. items.Select(i => (JsonNode)i)];

    internal static JsonObject Key(VerificationKey key) => new()
    {
        ["kind"] = key.Kind.Name(),
        ["strength"] = key.Strength,
        ["public"] = Convert.ToHexStringLower(key.PublicBytes.Span),
        ["thumbprint"] = Convert.ToHexStringLower(key.Thumbprint.Span),
    };
}
