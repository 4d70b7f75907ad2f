using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.RelyingParty.Keys;
using Attestation.RelyingParty.Results;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.RelyingParty.Results;

public sealed class ResultCheckTests
{
    private static readonly ResultRequirement Default = new();

    public static TheoryData<string, string> Forms => new()
    {
        { "JWT", SampleResult.Sign(SampleResult.Claims) },
        { "JWT of the draft's dialect", SampleResult.Sign(SampleResult.Claims with { Dialect = EarDialect.Draft }) },
        { "CWT in base64url", System.Buffers.Text.Base64Url.EncodeToString(EarWriter.SignCwt(SampleResult.Claims, TestKeys.P256)) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public void AGoodResultIsHandedOutInEveryForm(string description, string token)
    {
        ResultCheckOutcome outcome = new ResultCheck(SampleResult.Keys, Default).Check(token, SampleResult.Noon);
        Assert.True(outcome.IsGood, $"{description}: {outcome.Reason} {outcome.Detail}");
        Assert.Equal(("worker-1", new string('b', 64), "01ff"), (outcome.Subject.Name, outcome.Subject.DeviceId, outcome.Subject.Ueid));
        Assert.Equal(SampleResult.Noon.AddMinutes(10), outcome.Expires);
        Assert.Equal(2, outcome.Claims.Submodules.Count);
    }

    [Fact]
    public void BytesMayBeACwtOrAJwt()
    {
        var check = new ResultCheck(SampleResult.Keys, Default);
        Assert.True(check.Check(EarWriter.SignCwt(SampleResult.Claims, TestKeys.P256), SampleResult.Noon).IsGood);
        Assert.StartsWith("cose.", check.Check("!"u8.ToArray(), SampleResult.Noon).Reason?.Id, StringComparison.Ordinal);
        Assert.True(check.Check(System.Text.Encoding.ASCII.GetBytes(SampleResult.Sign(SampleResult.Claims)), SampleResult.Noon).IsGood);
    }

    public static TheoryData<string, string, string> Garbage => new()
    {
        { "nothing", "", "result.form" },
        { "a word with spaces", "not a token", "result.form" },
        { "base64url with padding", "0oRDoQEm=", "result.form" },
        { "base64url that is no CWT", "AAAA", "cbor.trailing" },
        { "two full stops and nothing else", "..", "json.malformed" },
        { "algorithm none", "eyJhbGciOiJub25lIn0.e30.", "jwt.alg" },
        { "longer than any token", new string('a', ResultCheck.MaxLength + 1), "result.form" },
        { "a JWT with a line feed", SampleResult.Sign(SampleResult.Claims) + "\n", "jwt.structure" },
        { "another key's signature", EarWriter.SignJwt(SampleResult.Claims, TestKeys.P384), "result.key" },
        { "another key's signature in a CWT", System.Buffers.Text.Base64Url.EncodeToString(EarWriter.SignCwt(SampleResult.Claims, TestKeys.P384)), "result.key" },
        { "a signed list", Attestation.Formats.Jose.UnverifiedJws.Sign(TestKeys.P256, "[]"u8, "JWT"), "ear.claim" },
    };

    [Theory]
    [MemberData(nameof(Garbage))]
    public void GarbageIsRefusedWithItsReason(string description, string token, string reason)
    {
        ResultCheckOutcome outcome = new ResultCheck(SampleResult.Keys, Default).Check(token, SampleResult.Noon);
        Assert.True(outcome.Reason?.Id == reason, $"{description}: {outcome.Reason} {outcome.Detail}");
        Assert.Null(outcome.Claims);
        Assert.Null(outcome.Subject.Name);
    }

    [Fact]
    public void EveryChangedByteOfATokenIsRefused()
    {
        string token = SampleResult.Sign(SampleResult.Claims);
        var check = new ResultCheck(SampleResult.Keys, Default);
        for (int i = 0; i < token.Length; i++)
        {
            string changed = token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..];
            Assert.False(check.Check(changed, SampleResult.Noon).IsGood, $"character {i}");
        }
    }

    [Fact]
    public void TheKeyOfTheTokensNameIsTakenAndTheNameProvesNothing()
    {
        var keys = new ResultKeys([new("old", TestKeys.P384.PublicKey), new("new", TestKeys.P256.PublicKey)]);
        var check = new ResultCheck(keys, Default);
        Assert.True(check.Check(EarWriter.SignJwt(SampleResult.Claims, TestKeys.P256, "new"), SampleResult.Noon).IsGood);
        Assert.True(check.Check(EarWriter.SignJwt(SampleResult.Claims, TestKeys.P256, "never heard of"), SampleResult.Noon).IsGood);
        Assert.True(check.Check(EarWriter.SignJwt(SampleResult.Claims, TestKeys.P384, "old"), SampleResult.Noon).IsGood);
        ResultCheckOutcome outcome = check.Check(EarWriter.SignJwt(SampleResult.Claims, TestKeys.Ed25519, "new\r\nX: y"), SampleResult.Noon);
        Assert.Equal(("result.key", "kid new??X: y"), (outcome.Reason!.Id, outcome.Detail));
    }

    [Fact]
    public void ARememberedResultIsJudgedAnewAndOthersKeepTheirPlace()
    {
        var known = new VerifiedResults(4);
        var check = new ResultCheck(SampleResult.Keys, Default, known);
        string token = SampleResult.Sign(SampleResult.Claims);
        for (int i = 0; i < 3; i++)
            Assert.True(check.Check(token, SampleResult.Noon).IsGood);
        Assert.Equal(1, known.Count);
        Assert.Equal("result.expired", check.Check(token, SampleResult.Noon.AddMinutes(10)).Reason?.Id);
        Assert.Equal("result.nonce", check.Check(token, SampleResult.Noon, new ResultExpectation { Nonce = new byte[9] }).Reason?.Id);
        for (int i = 0; i < 20; i++)
        {
            Assert.True(check.Check(SampleResult.Sign(SampleResult.Claims), SampleResult.Noon).IsGood);
            Assert.InRange(known.Count, 1, 4);
        }
        Assert.Equal("result.key", check.Check(EarWriter.SignJwt(SampleResult.Claims, TestKeys.P384), SampleResult.Noon).Reason?.Id);
    }

    [Fact]
    public void ARefusedResultIsNotRemembered()
    {
        var known = new VerifiedResults(4);
        Assert.False(new ResultCheck(SampleResult.Keys, Default, known).Check(SampleResult.Sign(SampleResult.Claims), SampleResult.Noon.AddDays(1)).IsGood);
        Assert.Equal(0, known.Count);
    }

    [Theory]
    [InlineData("the device's key", true)]
    [InlineData("the kubelet's key", true)]
    [InlineData("the verifier's own key", false)]
    public void OnlyAnAttestedKeyMayBeHeld(string description, bool good)
    {
        VerificationKey key = description switch { "the device's key" => SampleResult.DeviceKey, "the kubelet's key" => SampleResult.KubeletKey, _ => TestKeys.P256.PublicKey };
        ResultCheckOutcome outcome = SampleResult.Check(SampleResult.Claims, expected: new ResultExpectation { HeldKey = key });
        Assert.Equal(good ? null : "result.held-key", outcome.Reason?.Id);
    }
}
