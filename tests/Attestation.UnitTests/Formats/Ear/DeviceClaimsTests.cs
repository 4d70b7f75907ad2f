using Attestation.Formats;
using Attestation.Formats.Ear;

namespace Attestation.UnitTests.Formats.Ear;

public sealed class DeviceClaimsTests
{
    private const string Digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string Id = "'id':'" + Digest + "'";
    private const string Key = ",'ear.veraison.key-attestation':{'akpub':'AQID'}";

    [Theory]
    [InlineData("a list", "[]", "ear.device")]
    [InlineData("no id", "{'ueid':'01'}", "ear.device")]
    [InlineData("an id in capitals", "{'id':'0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef'}", "ear.device")]
    [InlineData("an id of 31 bytes", "{'id':'23456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'}", "ear.device")]
    [InlineData("an empty UEID", "{" + Id + ",'ueid':''}", "ear.device")]
    [InlineData("a UEID with an odd digit", "{" + Id + ",'ueid':'012'}", "ear.device")]
    [InlineData("a class with a line feed", "{" + Id + ",'class':'a\\nb'}", "ear.device")]
    [InlineData("a class as number", "{" + Id + ",'class':1}", "ear.device")]
    public void AMalformedClaimIsRefused(string description, string claim, string code)
    {
        Assert.False(Parse("affirming", claim, "", out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Theory]
    [InlineData("a class", "{" + Id + ",'class':'Example/Board'}", "")]
    [InlineData("an attested key", "{" + Id + "}", Key)]
    public void ARefusalNamesTheDeviceOnly(string description, string claim, string besides)
    {
        Assert.True(Parse("warning", claim, besides, out _, out ParseError error), $"{description}: {error}");
        foreach (string status in (string[])["none", "contraindicated"])
        {
            Assert.False(Parse(status, claim, besides, out _, out error), description);
            Assert.Equal("ear.device-status", error.Code.Id);
        }
    }

    [Fact]
    public void MembersOfALaterVersionArePassedOverAndTheClaimCountsInTheDevicesSubmoduleOnly()
    {
        Assert.True(Parse("affirming", "{" + Id + ",'ueid':'01ff','zone':[1]}", "", out EarClaims? claims, out ParseError error), error.ToString());
        Assert.Equal(("01ff", Digest), (claims!.Submodules["a"].Device!.Ueid, claims.Submodules["a"].Device!.Id));
        Assert.Null(claims.Device);
        Assert.Equal(EarTestData.Device, EarTestData.Full(EarDialect.Draft).Device);
    }

    /// <summary>In each: a map with the one submodule "a", which has a status and the label -70702 with the claim.</summary>
    [Theory]
    [InlineData("a list", "02", "80", "ear.device")]
    [InlineData("no id", "02", "a1014101", "ear.device")]
    [InlineData("an id of one byte", "02", "a1004101", "ear.device")]
    [InlineData("an id as text", "02", "a1006161", "ear.device")]
    [InlineData("an empty UEID", "02", "a10140", "ear.device")]
    [InlineData("a class as number", "02", "a10201", "ear.device")]
    [InlineData("a class in a refusal", "1860", "a2005820" + Digest + "0263612f62", "ear.device-status")]
    public void AMalformedClaimIsRefusedInCborToo(string description, string status, string claim, string code)
    {
        string hex = "a119010aa16161a21903e8" + status + "3a0001142d" + claim;
        Assert.False(EarCbor.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    private static bool Parse(string status, string claim, string besides, out EarClaims? claims, out ParseError error) =>
        EarJson.TryParse(EarClaimsTests.Utf8(EarClaimsTests.Ear("{'ear.status':'" + status + "','attestation.device':" + claim + besides + "}")), out claims, out error);
}
