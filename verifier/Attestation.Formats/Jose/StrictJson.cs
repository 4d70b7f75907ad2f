using System.Text.Json;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>JSON as the formats here accept it: limited size and nesting, no comments, no name twice (RFC 7493).</summary>
public static class StrictJson
{
    public const int MaxDepth = 16;
    public const int DefaultMaxSize = 1 << 20;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false };

    /// <summary>The root element, detached from any pooled memory.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out JsonElement root, out ParseError error, int maxSize = DefaultMaxSize)
    {
        root = default;
        if (utf8.Length > maxSize)
            return Refuse(JsonReasons.TooLarge, 0, "", out error);
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, Options);
            root = document.RootElement.Clone();
            return FindDuplicate(root, "") is { } twice ? Refuse(JsonReasons.DuplicateKey, 0, twice, out error) : Good(out error);
        }
        catch (JsonException e)
        {
            return Refuse(JsonReasons.Malformed, (int)(e.BytePositionInLine ?? 0), "", out error);
        }
        catch (InvalidOperationException) // a string with half a surrogate pair, found when it is read
        {
            return Refuse(JsonReasons.Malformed, 0, "", out error);
        }
    }

    /// <summary>Path of the first name that an object holds twice; reads every string once on its way. The recursion is as deep as the parser allowed.</summary>
    private static string? FindDuplicate(JsonElement element, string path)
    {
        if (element.ValueKind == JsonValueKind.Array)
            return element.EnumerateArray().Select((item, i) => FindDuplicate(item, $"{path}/{i}")).FirstOrDefault(found => found is not null);
        if (element.ValueKind == JsonValueKind.String)
            _ = element.GetString();
        if (element.ValueKind != JsonValueKind.Object)
            return null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonProperty property in element.EnumerateObject())
        {
            if (!names.Add(property.Name))
                return $"{path}/{property.Name}".TrimStart('/');
            if (FindDuplicate(property.Value, $"{path}/{property.Name}") is { } found)
                return found;
        }
        return null;
    }

    /// <summary>An integer; also one that was written with an exponent, as Go writes large numbers.</summary>
    public static bool TryInteger(JsonElement element, out long value)
    {
        value = 0;
        if (element.ValueKind != JsonValueKind.Number)
            return false;
        if (element.TryGetInt64(out value))
            return true;
        if (!element.TryGetDecimal(out decimal wide) || wide != decimal.Truncate(wide) || wide is < long.MinValue or > long.MaxValue)
            return false;
        value = (long)wide;
        return true;
    }

    public static bool TryText(JsonElement element, out string text)
    {
        text = element.ValueKind == JsonValueKind.String ? element.GetString()! : "";
        return element.ValueKind == JsonValueKind.String;
    }

    private static bool Good(out ParseError error)
    {
        error = default;
        return true;
    }

    private static bool Refuse(ReasonCode code, int offset, string path, out ParseError error)
    {
        error = new ParseError(code, offset, path);
        return false;
    }
}
