using System.Text.Json;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ear;

/// <summary>JSON form of <see cref="NodeClaims"/>. Members that a later version may add are passed over.</summary>
internal static class NodeClaimsJson
{
    public static NodeClaims Read(JsonElement element, string path)
    {
        EarDefect.Unless(element.ValueKind == JsonValueKind.Object && element.TryGetProperty("id", out _), EarReasons.Node, path);
        return new NodeClaims
        {
            Id = Text(element, "id", path, id => NodeClaims.IsHex(id, NodeClaims.ShortestId, NodeClaims.LongestId))!,
            Name = Text(element, "name", path, NodeClaims.IsName),
            Class = Text(element, "class", path, NodeClaims.IsClass),
            KubeletKeySha256 = Text(element, "kubeletKeySha256", path, IsDigest),
            SecretsKeySha256 = Text(element, "secretsKeySha256", path, IsDigest),
            Next = Interval(element, path),
        };
    }

    public static void Write(Utf8JsonWriter writer, NodeClaims node)
    {
        writer.WriteStartObject(EarNames.Node);
        writer.WriteString("id", node.Id);
        WriteText(writer, "name", node.Name);
        WriteText(writer, "class", node.Class);
        WriteText(writer, "kubeletKeySha256", node.KubeletKeySha256);
        WriteText(writer, "secretsKeySha256", node.SecretsKeySha256);
        if (node.Next is { } next)
            writer.WriteNumber("next", next);
        writer.WriteEndObject();
    }

    private static bool IsDigest(string text) => NodeClaims.IsHex(text, NodeClaims.KeyDigest, NodeClaims.KeyDigest);

    private static string? Text(JsonElement element, string name, string path, Func<string, bool> isGood)
    {
        if (!element.TryGetProperty(name, out JsonElement member))
            return null;
        string text = EarJson.Text(member, EarReasons.Node, $"{path}/{name}");
        EarDefect.Unless(isGood(text), EarReasons.Node, $"{path}/{name}");
        return text;
    }

    private static int? Interval(JsonElement element, string path)
    {
        if (!element.TryGetProperty("next", out JsonElement member))
            return null;
        EarDefect.Unless(StrictJson.TryInteger(member, out long seconds) && NodeClaims.IsInterval(seconds), EarReasons.Node, path + "/next");
        return StrictJson.TryInteger(member, out long read) ? (int)read : null;
    }

    private static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
            writer.WriteString(name, value);
    }
}
