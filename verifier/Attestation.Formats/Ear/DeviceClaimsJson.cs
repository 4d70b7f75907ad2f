using System.Text.Json;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>JSON form of <see cref="DeviceClaims"/>. Members that a later version may add are passed over.</summary>
internal static class DeviceClaimsJson
{
    public static DeviceClaims Read(JsonElement element, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Object && element.TryGetProperty("id", out _), EarReasons.Device, path);
        return new DeviceClaims
        {
            Id = Text(element, "id", path, text => NodeClaims.IsHex(text, DeviceClaims.IdLength, DeviceClaims.IdLength))!,
            Ueid = Text(element, "ueid", path, text => NodeClaims.IsHex(text, DeviceClaims.ShortestUeid, DeviceClaims.LongestUeid)),
            Class = Text(element, "class", path, NodeClaims.IsClass),
        };
    }

    public static void Write(Utf8JsonWriter writer, DeviceClaims device)
    {
        writer.WriteStartObject(EarNames.Device);
        writer.WriteString("id", device.Id);
        if (device.Ueid is not null)
            writer.WriteString("ueid", device.Ueid);
        if (device.Class is not null)
            writer.WriteString("class", device.Class);
        writer.WriteEndObject();
    }

    private static string? Text(JsonElement element, string name, string path, Func<string, bool> isGood)
    {
        if (!element.TryGetProperty(name, out JsonElement member))
            return null;
        string text = EarJson.Text(member, EarReasons.Device, $"{path}/{name}");
        EarDefect.Unless(isGood(text), EarReasons.Device, $"{path}/{name}");
        return text;
    }
}
