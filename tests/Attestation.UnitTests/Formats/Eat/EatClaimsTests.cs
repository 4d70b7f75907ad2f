using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Eat;

namespace Attestation.UnitTests.Formats.Eat;

public sealed class EatClaimsTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "an array", "80", "eat.claims" },
        { "a nonce of 7 bytes", "a10a4700000000000000", "eat.nonce" },
        { "a nonce of 65 bytes", "a10a5841" + new string('0', 130), "eat.nonce" },
        { "an array of one nonce", "a10a81480000000000000000", "eat.nonce" },
        { "a nonce as text", "a10a683132333435363738", "eat.nonce" },
        { "a UEID of 6 bytes", "a119010046010000000000", "eat.ueid" },
        { "a UEID of type 4", "a11901004704000000000000", "eat.ueid" },
        { "dbgstat 5", "a119010705", "eat.claim" },
        { "a negative boot count", "a119010b20", "eat.claim" },
        { "a boot seed of 31 bytes", "a119010c581f" + new string('0', 62), "eat.claim" },
        { "a float as time", "a106fb41d0000000000000", "eat.claim" },
        { "an OEM id of 4 bytes", "a119010244" + "00000000", "eat.claim" },
        { "a profile as integer", "a119010900", "eat.claim" },
        { "an empty profile OID", "a119010940", "eat.claim" },
        { "oemboot as integer", "a119010601", "eat.claim" },
        { "intended use 0", "a119011300", "eat.claim" },
        { "an integer as submodule", "a119010aa1616100", "eat.submods" },
        { "an integer as submodule name", "a119010aa100a0", "eat.submods" },
        { "a measurement without content", "a1190111818100", "eat.claim" },
        { "a claim twice", "a20a480000000000000000" + "0a480000000000000000", "cbor.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithItsOwnReason(string description, string hex, string code)
    {
        Assert.False(EatClaims.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void ReadsTheClaimsOfDeviceEvidence()
    {
        string seed = string.Concat(Enumerable.Repeat("ab", 32));
        EatClaims claims = Parse("a70a480102030405060708" + "1901005821" + "01" + seed + "19010703" + "190109782d" + Convert.ToHexStringLower(System.Text.Encoding.ASCII.GetBytes(MediaTypes.DeviceEvidenceProfile))
            + "19010b07" + "19010c5820" + seed + "3a000114bf01");
        Assert.Equal("0102030405060708", Convert.ToHexString(Assert.Single(claims.Nonces).Span));
        Assert.Equal(33, claims.Ueid!.Value.Length);
        Assert.Equal(DebugStatus.DisabledPermanently, claims.DebugStatus);
        Assert.Equal(7UL, claims.BootCount);
        Assert.Equal(32, claims.BootSeed!.Value.Length);
        Assert.Equal([-70848], claims.Others.Keys.Select(k => k.Number));
        Assert.True(claims.RequireProfile(MediaTypes.DeviceEvidenceProfile, out _));
        Assert.False(claims.RequireProfile("urn:other", out ParseError error));
        Assert.Equal("eat.profile", error.Code.Id);
    }

    [Fact]
    public void ReadsProfilesNoncesSubmodulesAndMeasurements()
    {
        EatClaims claims = Parse("a4" + "0a82480102030405060708481112131415161718" + "190109445502c000" + "19010aa3" + "6161a0" + "61624100" + "6163820141" + "00" + "1901118182184241ff");
        Assert.Equal(2, claims.Nonces.Count);
        Assert.Equal("2.5.4.0", Parse("a11901094355040" + "0").Profile);
        Assert.Equal([EatSubmoduleKind.Claims, EatSubmoduleKind.Token, EatSubmoduleKind.DetachedDigest], claims.Submodules.Values.Select(s => s.Kind));
        Assert.Equal((66, "FF"), (claims.Measurements[0].ContentFormat, Convert.ToHexString(claims.Measurements[0].Content.Span)));
    }

    /// <summary>Encodings out of the tests of veraison/eat: a full claims set, and submodules of every kind that they have.</summary>
    [PublicVectorTheory("06-veraison/eat")]
    [InlineData("TestEat_Full_RoundtripCBOR", false)] // its OEM id has 6 bytes; RFC 9711 section 4.2.3 knows 3 and 16
    [InlineData("TestNonce_Validate_ok", true)]
    [InlineData("TestNonce_Validate_too_short", false)]
    [InlineData("TestNonce_Validate_too_long", false)]
    [InlineData("TestNonce_UnmarshalCBOR_bad_cbor", false)]
    public void Veraison(string test, bool accepted)
    {
        using JsonDocument file = JsonDocument.Parse(PublicVectors.Text("06-veraison/eat/eat_claims.json"));
        string[] items = [.. file.RootElement.GetProperty("cases").EnumerateArray().Where(c => c.GetProperty("test").GetString() == test && c.TryGetProperty("cbor", out _))
            .Select(c => c.GetProperty("cbor").GetString()!)];
        Assert.NotEmpty(items);
        string claims = test.Contains("Nonce", StringComparison.Ordinal) ? "a10a" + items[0] : items[0];
        Assert.Equal(accepted, EatClaims.TryParse(Convert.FromHexString(claims), out _, out ParseError error));
        Assert.True(accepted || error.Code is not null);
    }

    private static EatClaims Parse(string hex)
    {
        Assert.True(EatClaims.TryParse(Convert.FromHexString(hex), out EatClaims? claims, out ParseError error), error.ToString());
        return claims;
    }
}
