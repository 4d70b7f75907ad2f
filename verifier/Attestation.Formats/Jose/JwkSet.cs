using System.Text.Json;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Jose;

/// <summary>A key of a set and the name that signatures call it by.</summary>
/// <param name="KeyId">kid; null where the JWK has none.</param>
/// <param name="Key">The key.</param>
public sealed record NamedKey(string? KeyId, VerificationKey Key);

/// <summary>JSON Web Key Set (RFC 7517 section 5), public keys only. One key that is not accepted refuses the whole set: trust is never partial by accident.</summary>
public static class JwkSet
{
    /// <summary>Most keys of one set.</summary>
    public const int MaxKeys = 64;

    /// <summary>A set, or one JWK by itself; at least one key.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> utf8, out IReadOnlyList<NamedKey> keys, out ParseError error)
    {
        keys = [];
        if (!StrictJson.TryParse(utf8, out JsonElement root, out error))
            return false;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("keys", out JsonElement list))
            return TryReadAll([root], "", out keys, out error);
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > MaxKeys)
        {
            error = new ParseError(JsonReasons.JwkMalformed, 0, "keys");
            return false;
        }
        return TryReadAll([.. list.EnumerateArray()], "keys", out keys, out error);
    }

    private static bool TryReadAll(JsonElement[] list, string path, out IReadOnlyList<NamedKey> keys, out ParseError error)
    {
        var read = new NamedKey[list.Length];
        keys = [];
        error = default;
        for (int i = 0; i < list.Length; i++)
        {
            if (!Jwk.TryRead(list[i], out VerificationKey key, out error))
            {
                error = path.Length == 0 ? error : error.Within($"{path}[{i}]");
                return false;
            }
            read[i] = new NamedKey(list[i].TryGetProperty("kid", out JsonElement kid) && StrictJson.TryText(kid, out string text) ? text : null, key);
        }
        keys = read;
        return true;
    }
}
