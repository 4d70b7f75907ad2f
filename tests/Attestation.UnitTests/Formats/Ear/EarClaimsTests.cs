using System.Text;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Ear;

public sealed class EarClaimsTests
{
    public static TheoryData<string, string, string> RefusedJson => new()
    {
        { "a list", "[]", "ear.claim" },
        { "no profile", "{}", "ear.missing" },
        { "another profile", "{'eat_profile':'test'}", "ear.profile" },
        { "no time", Ear("{'ear.status':'none'}").Replace("'iat':1,", "", StringComparison.Ordinal), "ear.missing" },
        { "a fraction as time", Ear("{'ear.status':'none'}").Replace("'iat':1,", "'iat':1.5,", StringComparison.Ordinal), "ear.claim" },
        { "a time beyond 64 bits", Ear("{'ear.status':'none'}").Replace("'iat':1,", "'iat':1e99,", StringComparison.Ordinal), "ear.claim" },
        { "members of the other dialect", Ear("{'ear_status':'none'}"), "ear.missing" },
        { "a verifier without build", Ear("{'ear.status':'none'}").Replace(",'build':'b'", "", StringComparison.Ordinal), "ear.verifier-id" },
        { "no submodules", Ear("{}").Replace("'a':{}", "", StringComparison.Ordinal), "ear.submods" },
        { "a submodule as text", Ear("'x'"), "ear.submods" },
        { "a status as number", Ear("{'ear.status':2}"), "ear.status" },
        { "an unknown status", Ear("{'ear.status':'fine'}"), "ear.status" },
        { "an empty vector", Ear("{'ear.status':'none','ear.trustworthiness-vector':{}}"), "ear.vector" },
        { "an unknown claim", Ear("{'ear.status':'none','ear.trustworthiness-vector':{'x':2}}"), "ear.vector" },
        { "a claim of 128", Ear("{'ear.status':'none','ear.trustworthiness-vector':{'hardware':128}}"), "ear.vector" },
        { "affirming over a warning", Ear("{'ear.status':'affirming','ear.trustworthiness-vector':{'hardware':32}}"), "ear.status-vector" },
        { "none over a contraindication", Ear("{'ear.status':'none','ear.trustworthiness-vector':{'hardware':96}}"), "ear.status-vector" },
        { "a list of policies in the deployed dialect", Ear("{'ear.status':'none','ear.appraisal-policy-id':['a']}"), "ear.claim" },
        { "a finding without code", Ear("{'ear.status':'none','attestation-findings':[{'where':'','expected':'','actual':''}]}"), "ear.findings" },
        { "an empty key attestation", Ear("{'ear.status':'none','ear.veraison.key-attestation':{}}"), "ear.key-attestation" },
        { "a short nonce", Ear("{'ear.status':'none'}").Replace("'iat':1,", "'iat':1,'eat_nonce':'AAAA',", StringComparison.Ordinal), "ear.nonce" },
        { "a name twice", "{'a':1,'b':{'c':1,'c':1}}", "json.duplicate-key" },
        { "the same name, once escaped", "{'a':1,'\\u0061':1}", "json.duplicate-key" },
        { "a trailing comma", "{'a':1,}", "json.malformed" },
        { "a comment", "{}//", "json.malformed" },
        { "half a surrogate pair", "{'a':'\\ud800'}", "json.malformed" },
        { "17 lists inside each other", new string('[', 17) + new string(']', 17), "json.malformed" },
        { "nothing", "", "json.malformed" },
    };

    [Theory]
    [MemberData(nameof(RefusedJson))]
    public void JsonIsRefusedWithItsOwnReason(string description, string json, string code)
    {
        Assert.False(EarJson.TryParse(Utf8(json), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    public static TheoryData<string, string, string> RefusedCbor => new()
    {
        { "a list", "80", "ear.claim" },
        { "nothing in the map", "a0", "ear.missing" },
        { "a nonce of 7 bytes", "a10a4700000000000000", "ear.nonce" },
        { "a submodule that is no map", "a119010aa1616100", "ear.submods" },
        { "a submodule without status", "a119010aa16161a0", "ear.missing" },
        { "status 3", "a119010aa16161a11903e803", "ear.status" },
        { "an empty vector", "a119010aa16161a11903e9a0", "ear.vector" },
        { "claim 8", "a119010aa16161a11903e9a10802", "ear.vector" },
        { "a claim of 128", "a119010aa16161a11903e9a1001880", "ear.vector" },
        { "affirming over a warning", "a119010aa16161a21903e8021903e9a1001820", "ear.status-vector" },
        { "a finding that is empty", "a119010aa16161a13a0001142b81a0", "ear.findings" },
        { "a float as time", "a106f93c00", "cbor.type" },
    };

    [Theory]
    [MemberData(nameof(RefusedCbor))]
    public void CborIsRefusedWithItsOwnReason(string description, string hex, string code)
    {
        Assert.False(EarCbor.TryParse(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Theory]
    [InlineData(EarDialect.Draft)]
    [InlineData(EarDialect.Deployed)]
    public void BothFormsOfBothDialectsReadBack(EarDialect dialect)
    {
        EarClaims claims = EarTestData.Full(dialect);
        string jwt = EarWriter.SignJwt(claims, TestKeys.P256, "k1");
        Assert.True(UnverifiedEar.TryParseJwt(jwt, out UnverifiedEar? json, out ParseError error), error.ToString());
        byte[] cwt = EarWriter.SignCwt(claims, TestKeys.Ed25519, "k2");
        Assert.True(UnverifiedEar.TryParseCwt(cwt, out UnverifiedEar? cbor, out error), error.ToString());
        Assert.Equal(("k1", "k2"), (json.KeyId, cbor.KeyId));
        Assert.True(json.Verify(TestKeys.P256.PublicKey, out EarClaims? fromJson, out error), error.ToString());
        Assert.True(cbor.Verify(TestKeys.Ed25519.PublicKey, out EarClaims? fromCbor, out error), error.ToString());
        foreach (EarClaims read in (EarClaims[])[fromJson, fromCbor])
        {
            Assert.Equal(EarJson.Write(claims), EarJson.Write(read));
            Assert.Equal(EarCbor.Write(claims), EarCbor.Write(read));
            Assert.Equal(EarStatus.Contraindicated, read.Status);
            Assert.Equal(claims.Submodules["board"].Findings, read.Submodules["board"].Findings);
            Assert.Equal(EarTestData.Node, read.Node);
        }
    }

    [Fact]
    public void EveryTurnedBitOfATokenIsNoticed()
    {
        byte[] jwt = Encoding.ASCII.GetBytes(EarWriter.SignJwt(EarTestData.Full(EarDialect.Draft), TestKeys.Ed25519));
        Assert.True(Accepts(jwt));
        Assert.All(HostileInput.Flips(jwt), flip => Assert.False(Accepts(flip.Bytes)));
        Assert.All(HostileInput.Lengths(jwt), bad => Assert.False(Accepts(bad)));
        byte[] cwt = EarWriter.SignCwt(EarTestData.Full(EarDialect.Draft), TestKeys.Ed25519); // its unprotected headers are empty: one byte, a0
        Assert.All(HostileInput.Flips(cwt), flip => Assert.False(AcceptsCwt(flip.Bytes)));
        Assert.All(HostileInput.Lengths(cwt).Concat(HostileInput.CborShapes()), bad => Assert.False(AcceptsCwt(bad)));
    }

    [Fact]
    public void TheReadersOfClaimsNeverThrow()
    {
        byte[] json = EarJson.Write(EarTestData.Full(EarDialect.Deployed)), cbor = EarCbor.Write(EarTestData.Full(EarDialect.Deployed));
        Assert.All(HostileInput.Flips(json), f => Assert.True(EarJson.TryParse(f.Bytes, out _, out ParseError error) || error.Code is not null));
        Assert.All(HostileInput.Flips(cbor), f => Assert.True(EarCbor.TryParse(f.Bytes, out _, out ParseError error) || error.Code is not null));
    }

    [Theory]
    [InlineData("no claims", 0, EarStatus.Affirming, true)]
    [InlineData("an unexpected result is tier none", 1, EarStatus.Affirming, true)]
    [InlineData("a malfunction is tier none", -1, EarStatus.Affirming, true)]
    [InlineData("the top of affirming", 31, EarStatus.Affirming, true)]
    [InlineData("a warning under affirming", 32, EarStatus.Affirming, false)]
    [InlineData("a warning under warning", 95, EarStatus.Warning, true)]
    [InlineData("a contraindication under warning", 96, EarStatus.Warning, false)]
    [InlineData("a failed signature", 99, EarStatus.Contraindicated, true)]
    [InlineData("none under a warning", 32, EarStatus.None, false)]
    public void AStatusIsNoBetterThanTheWorstClaim(string description, sbyte claim, EarStatus status, bool allowed) =>
        Assert.True(new TrustworthinessVector(Configuration: claim).Allows(status) == allowed, description);

    private static bool Accepts(byte[] token) =>
        UnverifiedEar.TryParseJwt(Encoding.Latin1.GetString(token), out UnverifiedEar? ear, out _) && ear.Verify(TestKeys.Ed25519.PublicKey, out _, out _);

    private static bool AcceptsCwt(byte[] token) => UnverifiedEar.TryParseCwt(token, out UnverifiedEar? ear, out _) && ear.Verify(TestKeys.Ed25519.PublicKey, out _, out _);

    internal static byte[] Utf8(string json) => Encoding.UTF8.GetBytes(json.Replace('\'', '"'));

    internal static string Ear(string submodule) =>
        "{'eat_profile':'tag:github.com,2023:veraison/ear','iat':1,'ear.verifier-id':{'developer':'d','build':'b'},'submods':{'a':" + submodule + "}}";
}
