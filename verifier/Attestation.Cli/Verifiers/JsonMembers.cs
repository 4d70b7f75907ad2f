using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Attestation.Cli.Verifiers;

/// <summary>Members of a verifier's answer; one of another type than the API says is a failure of the service.</summary>
internal static class JsonMembers
{
    public static string? Text(this JsonObject answer, string name) => answer[name] switch
    {
        null => null,
        JsonValue value when value.GetValueKind() == JsonValueKind.String => value.ToString(),
        _ => throw Wrong(name),
    };

    public static string Required(this JsonObject answer, string name) => answer.Text(name) ?? throw Wrong(name);

    public static IReadOnlyList<string> Texts(this JsonObject answer, string name) =>
        answer[name] is JsonArray list ? [.. list.Select(item => item?.ToString() ?? throw Wrong(name))] : [];

    public static DateTimeOffset? Instant(this JsonObject answer, string name)
    {
        if (answer.Text(name) is not { } text)
            return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset instant)
            ? instant
            : throw Wrong(name);
    }

    public static IEnumerable<JsonObject> Objects(this JsonObject answer, string name) =>
        answer[name] is JsonArray list ? list.Select(item => item as JsonObject ?? throw Wrong(name)) : throw Wrong(name);

    public static long Number(this JsonObject answer, string name) =>
        answer[name] is JsonValue value && value.TryGetValue(out long number) ? number : throw Wrong(name);

    private static CliFailure Wrong(string name) => CliFailure.Failed($"the verifier's answer has no usable member {name}", "Is it an attest-verifier of this version?");
}
