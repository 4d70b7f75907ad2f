using System.Text.Json;

namespace Attestation.Gate.Webhook;

/// <summary>Members of a JSON object, asked for with their type.</summary>
internal static class JsonMembers
{
    /// <summary>The text of a member; null where it is absent or no text.</summary>
    public static string? Text(this JsonElement holder, string name) =>
        holder.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    public static bool Is(this JsonElement holder, string name, string text) =>
        holder.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.ValueEquals(text);

    public static bool TryObject(this JsonElement holder, string name, out JsonElement value) =>
        holder.TryGetProperty(name, out value) && value.ValueKind == JsonValueKind.Object;

    /// <summary>A member that may be absent or null, as Go writes empty ones: then an element of kind Undefined or Null. Null where it has another kind than those allowed.</summary>
    public static JsonElement? Optional(this JsonElement holder, string name, params ReadOnlySpan<JsonValueKind> kinds)
    {
        if (!holder.TryGetProperty(name, out JsonElement value))
            return default(JsonElement);
        return value.ValueKind == JsonValueKind.Null || kinds.Contains(value.ValueKind) ? value : null;
    }
}
