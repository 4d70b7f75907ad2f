using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attestation.Formats.Keys;

namespace Attestation.Verifier.Keys;

/// <summary>The loaded key that signs attestation results, and its public half for those who verify them.</summary>
public sealed class ResultKey : IDisposable
{
    /// <param name="key">P-256; this object disposes it.</param>
    public ResultKey(SigningKey key)
    {
        Key = key;
        KeyId = Thumbprint(JsonElement.Parse(Formats.Jose.Jwk.Write(key.PublicKey)));
        Jwk = JsonElement.Parse(Formats.Jose.Jwk.Write(key.PublicKey, KeyId));
    }

    public SigningKey Key { get; }

    /// <summary>RFC 7638 thumbprint, base64url: the kid of results and of <see cref="Jwk"/>.</summary>
    public string KeyId { get; }

    /// <summary>The public key, RFC 7517.</summary>
    public JsonElement Jwk { get; }

    public void Dispose() => Key.Dispose();

    /// <summary>RFC 7638 section 3: SHA-256 over the required members, without white space, in lexical order.</summary>
    private static string Thumbprint(JsonElement jwk)
    {
        string canonical = string.Join(',', ((string[])["crv", "kty", "x", "y"]).Select(name => $"\"{name}\":\"{jwk.GetProperty(name).GetString()}\""));
        return System.Buffers.Text.Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes("{" + canonical + "}")));
    }
}
