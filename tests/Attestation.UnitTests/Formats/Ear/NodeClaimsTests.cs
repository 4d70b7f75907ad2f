using Attestation.Formats;
using Attestation.Formats.Ear;

namespace Attestation.UnitTests.Formats.Ear;

public sealed class NodeClaimsTests
{
    private const string Id = "'id':'000baaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'";
    private const string Key = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    public static TheoryData<string, string, string> RefusedJson => new()
    {
        { "a text", "'x'", "ear.node" },
        { "no id", "{'name':'worker-1'}", "ear.node" },
        { "an id in capitals", "{'id':'000BAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'}", "ear.node" },
        { "an id that is too short for a name", "{'id':'000b'}", "ear.node" },
        { "a name that no cluster has", "{" + Id + ",'name':'Worker_1'}", "ear.node" },
        { "a name as number", "{" + Id + ",'name':1}", "ear.node" },
        { "an empty class", "{" + Id + ",'class':''}", "ear.node" },
        { "a class with a line feed", "{" + Id + ",'class':'a\\nb'}", "ear.node" },
        { "a kubelet key of 31 bytes", "{" + Id + ",'kubeletKeySha256':'" + Key[2..] + "'}", "ear.node" },
        { "a secrets key that is no hex", "{" + Id + ",'secretsKeySha256':'" + Key[1..] + "x'}", "ear.node" },
        { "no time at all until the next", "{" + Id + ",'next':0}", "ear.node" },
        { "a next as text", "{" + Id + ",'next':'300'}", "ear.node" },
        { "a next of 100 years", "{" + Id + ",'next':3153600000}", "ear.node" },
        { "null as class", "{" + Id + ",'class':null}", "ear.node" },
    };

    [Theory]
    [MemberData(nameof(RefusedJson))]
    public void AMalformedClaimIsRefusedWithItsOwnReason(string description, string claim, string code)
    {
        Assert.False(Parse("affirming", claim, out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Theory]
    [InlineData("a kubelet key", "'kubeletKeySha256':'" + Key + "'")]
    [InlineData("a secrets key", "'secretsKeySha256':'" + Key + "'")]
    [InlineData("a class", "'class':'Example/Worker'")]
    [InlineData("a next attestation", "'next':300")]
    public void ARefusalNamesTheNodeOnly(string description, string member)
    {
        Assert.True(Parse("warning", "{" + Id + "," + member + "}", out _, out ParseError error), $"{description}: {error}");
        foreach (string status in (string[])["none", "contraindicated"])
        {
            Assert.False(Parse(status, "{" + Id + "," + member + "}", out _, out error), description);
            Assert.Equal("ear.node-status", error.Code.Id);
        }
    }

    [Fact]
    public void MembersOfALaterVersionArePassedOver()
    {
        Assert.True(Parse("affirming", "{" + Id + ",'next':300,'zone':{'a':[1]}}", out EarClaims? claims, out ParseError error), error.ToString());
        Assert.Equal(300, claims!.Submodules["a"].Node!.Next);
        byte[] cbor = EarCbor.Write(EarTestData.Full(EarDialect.Draft));
        string longer = Convert.ToHexStringLower(cbor).Replace("3a0001142ca6", "3a0001142ca7", StringComparison.Ordinal).Replace("0519012c", "0519012c0680", StringComparison.Ordinal);
        Assert.True(EarCbor.TryParse(Convert.FromHexString(longer), out EarClaims? read, out error), error.ToString());
        Assert.Equal(EarTestData.Node, read.Node);
    }

    /// <summary>In each: a map with the one submodule "a", which is affirming and has the label -70701 with the claim.</summary>
    [Theory]
    [InlineData("a list", "80", "ear.node")]
    [InlineData("no id", "a10168776f726b65722d31", "ear.node")]
    [InlineData("an id of two bytes", "a10042000b", "ear.node")]
    [InlineData("an id as text", "a10062000b", "ear.node")]
    [InlineData("a name that no cluster has", "a1016157", "ear.node")]
    [InlineData("a kubelet key of one byte", "a1034100", "ear.node")]
    [InlineData("no time at all until the next", "a10500", "ear.node")]
    [InlineData("the same label twice", "a205010501", "cbor.duplicate-key")]
    public void AMalformedClaimIsRefusedInCborToo(string description, string claim, string code)
    {
        string hex = "a119010aa16161a21903e8023a0001142c" + claim;
        Assert.False(EarCbor.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    /// <summary>What another program wrote, in both forms, is read as what it wrote.</summary>
    [Theory]
    [InlineData("good-node.jwt")]
    [InlineData("good-node.cwt")]
    public void TheClaimIsReadAsAnotherProgramWroteIt(string file)
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(PublicVectors.RepositoryRoot, "tests", "vectors", "ear", file));
        bool read = file.EndsWith(".cwt", StringComparison.Ordinal)
            ? UnverifiedEar.TryParseCwt(bytes, out UnverifiedEar? ear, out ParseError error)
            : UnverifiedEar.TryParseJwt(System.Text.Encoding.ASCII.GetString(bytes), out ear, out error);
        Assert.True(read && ear!.Verify(TestKeys.Ed25519.PublicKey, out EarClaims? claims, out error), error.ToString());
        Assert.True(ear!.Verify(TestKeys.Ed25519.PublicKey, out claims, out _));
        Assert.Equal(new NodeClaims
        {
            Id = "000b" + string.Concat(Enumerable.Repeat("5e", 32)), Name = "worker-1", Class = "Example/Worker", Next = 300,
            KubeletKeySha256 = string.Concat(Enumerable.Repeat("9c", 32)), SecretsKeySha256 = string.Concat(Enumerable.Repeat("77", 32)),
        }, claims.Node);
    }

    [Fact]
    public void TheClaimCountsInTheNodesSubmoduleOnly()
    {
        Assert.True(Parse("affirming", "{" + Id + ",'next':300}", out EarClaims? claims, out ParseError error), error.ToString());
        Assert.NotNull(claims!.Submodules["a"].Node);
        Assert.Null(claims.Node);
    }

    private static bool Parse(string status, string claim, out EarClaims? claims, out ParseError error) =>
        EarJson.TryParse(EarClaimsTests.Utf8(EarClaimsTests.Ear("{'ear.status':'" + status + "','attestation.node':" + claim + "}")), out claims, out error);
}
