using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats;

/// <summary>Keys for tests: generated ones, and those of public vectors, which are JSON objects close to JWK.</summary>
internal static class TestKeys
{
    public static SigningKey P256 { get; } = FromPkcs8(NewEcdsa(ECCurve.NamedCurves.nistP256));

    public static SigningKey P384 { get; } = FromPkcs8(NewEcdsa(ECCurve.NamedCurves.nistP384));

    /// <summary>RFC 8410 section 10.3, the example private key.</summary>
    public static SigningKey Ed25519 { get; } =
        FromPkcs8(Convert.FromHexString("302e020100300506032b657004220420d4ee72dbf913584ad5b6d8f1f769f8ad3afe7c28cbf1d4fbe097a88f44755842"));

    /// <summary>A key object of cose-wg or go-cose: base64url members, or hex members named x_hex, y_hex, d_hex.</summary>
    public static VerificationKey Public(JsonElement jwk)
    {
        string curve = jwk.GetProperty("crv").GetString()!;
        bool good = curve == "Ed25519"
            ? VerificationKey.TryFromEd25519(Member(jwk, "x"), out VerificationKey key, out ParseError error)
            : VerificationKey.TryFromPoint(Kind(curve), [.. Member(jwk, "x"), .. Member(jwk, "y")], out key, out error);
        Assert.True(good, error.ToString());
        return key;
    }

    public static SigningKey Private(JsonElement jwk)
    {
        using ECDsa ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = jwk.GetProperty("crv").GetString() == "P-256" ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
            Q = new ECPoint { X = Member(jwk, "x"), Y = Member(jwk, "y") },
            D = Member(jwk, "d"),
        });
        return FromPkcs8(ecdsa.ExportPkcs8PrivateKey());
    }

    public static byte[] Member(JsonElement jwk, string name) => jwk.TryGetProperty(name + "_hex", out JsonElement hex)
        ? Convert.FromHexString(hex.GetString()!)
        : System.Buffers.Text.Base64Url.DecodeFromChars(jwk.GetProperty(name).GetString());

    public static SigningKey FromPkcs8(byte[] der)
    {
        Assert.True(SigningKey.TryParsePkcs8(der, out SigningKey key, out ParseError error), error.ToString());
        return key;
    }

    private static KeyKind Kind(string curve) => curve switch { "P-256" => KeyKind.P256, "P-384" => KeyKind.P384, _ => KeyKind.P521 };

    private static byte[] NewEcdsa(ECCurve curve)
    {
        using ECDsa ecdsa = ECDsa.Create(curve);
        return ecdsa.ExportPkcs8PrivateKey();
    }
}
