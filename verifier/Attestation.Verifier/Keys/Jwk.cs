using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;

namespace Attestation.Verifier.Keys;

/// <summary>RFC 7517 JSON Web Key of the P-256 key that signs results.</summary>
public sealed record Jwk(
    [property: JsonPropertyName("kty")] string Kty,
    [property: JsonPropertyName("crv")] string Crv,
    [property: JsonPropertyName("x")] string X,
    [property: JsonPropertyName("y")] string Y,
    [property: JsonPropertyName("alg")] string Alg,
    [property: JsonPropertyName("use")] string Use,
    [property: JsonPropertyName("kid")] string Kid)
{
    /// <param name="xy">X‖Y, 64 bytes.</param>
    public static Jwk OfP256(ReadOnlySpan<byte> xy)
    {
        string x = Base64Url.EncodeToString(xy[..32]);
        string y = Base64Url.EncodeToString(xy[32..]);
        return new Jwk("EC", "P-256", x, y, "ES256", "sig", Thumbprint(x, y));
    }

    /// <summary>RFC 7638 section 3: SHA-256 over the required members in lexical order.</summary>
    private static string Thumbprint(string x, string y) => Base64Url.EncodeToString(
        SHA256.HashData(Encoding.ASCII.GetBytes($$"""{"crv":"P-256","kty":"EC","x":"{{x}}","y":"{{y}}"}""")));
}
