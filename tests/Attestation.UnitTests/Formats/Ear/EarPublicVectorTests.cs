using System.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Ear;

/// <summary>Results of veraison/ear, veraison/rust-ear and draft-ietf-rats-ear.</summary>
public sealed class EarPublicVectorTests
{
    [PublicVectorTheory("06-veraison/ear")]
    [InlineData("ear-claims.json", "read")]
    [InlineData("ear-claims-tv-ok.json", "read")]
    [InlineData("ear-claims-extension-ok.json", "read")]
    [InlineData("ear-claims-key-attestation-ok.json", "read")]
    [InlineData("ear-claims-key-attestation-ko.json", "ear.key-attestation")]
    public void VeraisonClaims(string file, string expected) => Assert.Equal(expected, ReadJson(PublicVectors.Bytes("06-veraison/ear/" + file)));

    [PublicVectorFact("06-veraison/ear")]
    public void VeraisonTokens()
    {
        using JsonDocument file = JsonDocument.Parse(PublicVectors.Text("06-veraison/ear/ear_jwt.json"));
        VerificationKey key = TestKeys.Public(file.RootElement.GetProperty("public_jwk"));
        JsonElement[] cases = [.. file.RootElement.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("expect").GetString() is "verify OK" or "verify FAIL")];
        string[] outcomes = [.. cases.Select(c => Token(c.GetProperty("token").GetString()!, key))];
        Assert.Equal(cases.Select(c => c.GetProperty("expect").GetString() == "verify OK"), outcomes.Select(o => o == "verified"));
        Assert.Equal("verified, jwt.alg, jwt.alg, jwt.structure, ear.missing, jwt.structure", string.Join(", ", outcomes));
    }

    [PublicVectorFact("06-veraison/rust-ear")]
    public void RustEar()
    {
        Assert.Equal("read", ReadJson(PublicVectors.Bytes("06-veraison/rust-ear/claims.json")));
        using JsonDocument file = JsonDocument.Parse(PublicVectors.Text("06-veraison/rust-ear/ear_embedded.json"));
        using JsonDocument jwk = JsonDocument.Parse(PublicVectors.Text("06-veraison/rust-ear/ec_key_pub.jwk"));
        VerificationKey key = TestKeys.Public(jwk.RootElement);
        // Both are signed over a result with profile "test", which is of neither dialect.
        Assert.All(file.RootElement.GetProperty("cases").EnumerateArray(), c => Assert.Equal("ear.profile", Token(c.GetProperty("jwt").GetString()!, key)));
    }

    [PublicVectorFact("07-ietf/ear-draft")]
    public void TheDraftsToken()
    {
        using JsonDocument file = JsonDocument.Parse(PublicVectors.Text("07-ietf/ear-draft/ear_teep_example.json"));
        using JsonDocument jwk = JsonDocument.Parse(file.RootElement.GetProperty("jwk_text").GetString()!);
        Assert.Equal("verified", Token(file.RootElement.GetProperty("token").GetString()!, TestKeys.Public(jwk.RootElement)));
    }

    /// <summary>The examples that are JSON as they stand; the others are diagnostic notation.</summary>
    [PublicVectorTheory("07-ietf/ear-draft")]
    [InlineData("ear-json-1.diag", "read")]
    [InlineData("ear-json-2.diag", "read")]
    [InlineData("ext-veraison-json-1.diag", "read")]
    [InlineData("ext-veraison-json-2.diag", "read")]
    [InlineData("ext-teep-json-1.diag", "read")]
    public void TheDraftsExamples(string file, string expected) =>
        Assert.Equal(expected, ReadJson(PublicVectors.Bytes("07-ietf/ear-draft/cddl/examples/" + file)));

    private static string ReadJson(byte[] json)
    {
        if (!EarJson.TryParse(json, out EarClaims? claims, out ParseError error))
            return error.Code.Id;
        byte[] written = EarJson.Write(claims);
        Assert.True(EarJson.TryParse(written, out EarClaims? again, out error), error.ToString() + Encoding.UTF8.GetString(written));
        Assert.Equal(written, EarJson.Write(again));
        return "read";
    }

    private static string Token(string token, VerificationKey key)
    {
        if (!UnverifiedEar.TryParseJwt(token, out UnverifiedEar? ear, out ParseError error))
            return error.Code.Id;
        return ear.Verify(key, out _, out error) ? "verified" : error.Code.Id;
    }
}
