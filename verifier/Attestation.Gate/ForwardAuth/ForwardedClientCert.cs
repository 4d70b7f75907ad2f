using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Attestation.Gate.ForwardAuth;

/// <summary>
/// Envoy's header x-forwarded-client-cert (Envoy documentation, "HTTP header manipulation"):
/// <code>
/// XFCC    = element *( "," element )          one element a proxy on the way
/// element = pair *( ";" pair )
/// pair    = key "=" ( value / DQUOTE *( any but DQUOTE, or "\" DQUOTE ) DQUOTE )
/// </code>
/// The last element is of the nearest proxy, the only one whose word the gate has; what stands before it came from further away.
/// </summary>
internal static class ForwardedClientCert
{
    /// <summary>Chain of the last element, where it has one, else Cert; percent-encoded PEM.</summary>
    public static bool TryChain(string header, [NotNullWhen(true)] out string? pem)
    {
        pem = null;
        if (!TryLastElement(header, out Dictionary<string, string>? pairs))
            return false;
        pem = pairs.GetValueOrDefault("chain") ?? pairs.GetValueOrDefault("cert");
        return pem is { Length: > 0 };
    }

    /// <summary>Keys are case-insensitive. A key twice in one element (URI and DNS may be) counts the first time, but Cert and Chain may not come twice.</summary>
    private static bool TryLastElement(string header, [NotNullWhen(true)] out Dictionary<string, string>? pairs)
    {
        pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        int at = 0;
        while (true)
        {
            if (!TryPair(header, ref at, out string? key, out string? value) || (!pairs.TryAdd(key, value) && key is "cert" or "chain"))
                return false;
            if (at == header.Length)
                return true;
            if (header[at++] == ',')
                pairs.Clear();
        }
    }

    /// <summary>Leaves <paramref name="at"/> at the end, or at the separator behind the pair.</summary>
    private static bool TryPair(string header, ref int at, [NotNullWhen(true)] out string? key, [NotNullWhen(true)] out string? value)
    {
        (key, value) = (null, null);
        int equals = header.IndexOf('=', at);
        if (equals < 0)
            return false;
        key = header[at..equals].Trim().ToLowerInvariant();
        at = equals + 1;
        if (key.Length == 0 || key.AsSpan().ContainsAny(",;\""))
            return false;
        return at < header.Length && header[at] == '"' ? TryQuoted(header, ref at, out value) : TryBare(header, ref at, out value);
    }

    private static bool TryBare(string header, ref int at, out string value)
    {
        int length = header.AsSpan(at).IndexOfAny(',', ';');
        int end = length < 0 ? header.Length : at + length;
        value = header[at..end];
        at = end;
        return !value.Contains('"');
    }

    private static bool TryQuoted(string header, ref int at, [NotNullWhen(true)] out string? value)
    {
        var text = new StringBuilder();
        value = null;
        for (at++; at < header.Length; at++)
        {
            if (header[at] == '\\' && at + 1 < header.Length)
                text.Append(header[++at]);
            else if (header[at] != '"')
                text.Append(header[at]);
            else
            {
                at++;
                value = text.ToString();
                return at == header.Length || header[at] is ',' or ';';
            }
        }
        return false;
    }
}
