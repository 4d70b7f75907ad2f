using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Jose;

public sealed class JwkTests
{
    /// <summary>RFC 8037 appendix A.2.</summary>
    private const string Rfc8037 = "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}";

    [Fact]
    public void ReadsThePublicKeyOfRfc8037()
    {
        Assert.True(Jwk.TryParse(Rfc8037, out VerificationKey key, out ParseError error), error.ToString());
        Assert.Equal("D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511A", Convert.ToHexString(key.PublicBytes.Span));
    }

    public static TheoryData<string, string, string> Refused => new()
    {
        { "a list", "[]", "jwk.malformed" },
        { "an RSA key", "{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}", "jwk.kty" },
        { "OKP with X25519", Rfc8037.Replace("Ed25519", "X25519", StringComparison.Ordinal), "jwk.kty" },
        { "x with padding", Rfc8037.Replace("Ro\"", "Ro=\"", StringComparison.Ordinal), "jwk.malformed" },
        { "x with unused bits set", Rfc8037.Replace("Ro\"", "Rp\"", StringComparison.Ordinal), "jwk.malformed" },
        { "x one byte short", Rfc8037.Replace("11qY", "", StringComparison.Ordinal), "jwk.malformed" },
        { "x as number", "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":1}", "jwk.malformed" },
        { "EC without y", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8\"}", "jwk.malformed" },
        { "a point beside the curve", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8\",\"y\":\"usWxHK2PmfnHKwXPS54m0kTcGJ90UiglWiGahtagnv8\"}", "key.not-on-curve" },
        { "a private key", Rfc8037.Replace("}", ",\"d\":\"AA\"}", StringComparison.Ordinal), "jwk.private" },
        { "x twice", Rfc8037.Replace("}", ",\"x\":\"AA\"}", StringComparison.Ordinal), "json.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithItsOwnReason(string description, string json, string code)
    {
        Assert.False(Jwk.TryParse(json, out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void AWrittenKeyReadsBack() =>
        Assert.All(new[] { TestKeys.P256, TestKeys.P384, TestKeys.Ed25519 }, signer =>
        {
            Assert.True(Jwk.TryParse(Jwk.Write(signer.PublicKey, "a \"kid\""), out VerificationKey key, out ParseError error), error.ToString());
            Assert.Equal(signer.PublicKey, key);
        });
}
