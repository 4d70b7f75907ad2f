using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Attestation.Formats.Cbor;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cmw;

/// <summary>Reads the JSON forms; the parser has limited the nesting.</summary>
internal static class CmwJsonReader
{
    public static bool TryRead(JsonElement element, string path, [NotNullWhen(true)] out CmwMessage? message, out ParseError error)
    {
        message = null;
        return element.ValueKind switch
        {
            JsonValueKind.Array => TryReadRecord([.. element.EnumerateArray()], path, out message, out error),
            JsonValueKind.Object => TryReadCollection(element, path, out message, out error),
            _ => Refuse(CmwReasons.Structure, path, out error),
        };
    }

    private static bool TryReadRecord(JsonElement[] items, string path, [NotNullWhen(true)] out CmwMessage? message, out ParseError error)
    {
        message = null;
        if (items.Length is not (2 or 3))
            return Refuse(CmwReasons.Structure, path, out error);
        if (!StrictJson.TryText(items[0], out string type) || !type.Contains('/'))
            return Refuse(CmwReasons.Type, path, out error);
        if (!StrictJson.TryText(items[1], out string text) || !StrictBase64Url.TryDecode(text, out byte[] value))
            return Refuse(CmwReasons.Value, path, out error);
        CmwIndicator? indicator = null;
        if (items.Length == 3)
        {
            if (!StrictJson.TryInteger(items[2], out long bits) || bits is < 0 or > 31)
                return Refuse(CmwReasons.Indicator, path, out error);
            indicator = (CmwIndicator)bits;
        }
        message = CmwRecord.Of(type, value, indicator);
        error = default;
        return true;
    }

    private static bool TryReadCollection(JsonElement element, string path, [NotNullWhen(true)] out CmwMessage? message, out ParseError error)
    {
        message = null;
        string? type = null;
        var entries = new List<KeyValuePair<CborLabel, CmwMessage>>();
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string inner = path.Length == 0 ? property.Name : $"{path}/{property.Name}";
            if (property.Name == CmwMessage.CollectionTypeKey)
            {
                if (!StrictJson.TryText(property.Value, out string found))
                    return Refuse(CmwReasons.Collection, inner, out error);
                type = found;
                continue;
            }
            if (!TryRead(property.Value, inner, out CmwMessage? entry, out error))
                return false;
            entries.Add(new(property.Name, entry));
        }
        if (entries.Count == 0)
            return Refuse(CmwReasons.Collection, path, out error);
        message = new CmwCollection(type, entries);
        error = default;
        return true;
    }

    private static bool Refuse(ReasonCode code, string path, out ParseError error)
    {
        error = new ParseError(code, 0, path);
        return false;
    }
}
