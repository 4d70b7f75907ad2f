using Attestation.Formats.Ear;
using Attestation.RelyingParty.Results;

namespace Attestation.UnitTests.RelyingParty.Results;

public sealed class ResultRulesTests
{
    [Theory]
    [InlineData("as it was made", 0, null)]
    [InlineData("30 seconds before: the skew of clocks", -30, null)]
    [InlineData("31 seconds before", -31, "result.not-yet")]
    [InlineData("the last second", 599, null)]
    [InlineData("the second of its expiry", 600, "result.expired")]
    [InlineData("a year later", 31_536_000, "result.expired")]
    public void AResultCountsFromItsMakingToItsExpiry(string description, int seconds, string? reason) =>
        Assert.True(SampleResult.Check(SampleResult.Claims, now: SampleResult.Noon.AddSeconds(seconds)).Reason?.Id == reason, description);

    [Theory]
    [InlineData("younger", 59, null)]
    [InlineData("as old", 60, "result.too-old")]
    public void AGreatestAgeEndsItSooner(string description, int seconds, string? reason)
    {
        var requirement = new ResultRequirement { MaxAge = TimeSpan.FromMinutes(1) };
        ResultCheckOutcome outcome = SampleResult.Check(SampleResult.Claims, requirement, now: SampleResult.Noon.AddSeconds(seconds));
        Assert.True(outcome.Reason?.Id == reason, description);
        if (reason is null)
            Assert.Equal(SampleResult.Noon.AddMinutes(1), outcome.Expires);
    }

    [Fact]
    public void AResultWithoutExpiryNeedsAGreatestAge()
    {
        EarClaims claims = SampleResult.Claims with { Expiration = null };
        Assert.Equal("result.no-expiry", SampleResult.Check(claims).Reason?.Id);
        Assert.True(SampleResult.Check(claims, new ResultRequirement { MaxAge = TimeSpan.FromDays(1) }).IsGood);
    }

    [Theory]
    [InlineData("the end of time", long.MaxValue, long.MaxValue, "result.not-yet")]
    [InlineData("its beginning", long.MinValue, long.MaxValue, null)]
    [InlineData("an expiry before everything", 0, long.MinValue, "result.expired")]
    public void TimesAtTheEndsOfTheirRangeDoNotWrap(string description, long issued, long expires, string? reason)
    {
        ResultCheckOutcome outcome = SampleResult.Check(SampleResult.Claims with { IssuedAt = issued, Expiration = expires });
        Assert.True(outcome.Reason?.Id == reason, description);
        var aged = new ResultRequirement { MaxAge = TimeSpan.MaxValue };
        Assert.Equal(reason, SampleResult.Check(SampleResult.Claims with { IssuedAt = issued, Expiration = expires }, aged).Reason?.Id
            is "result.too-old" or null ? null : reason);
    }

    [Theory]
    [InlineData("affirming", EarStatus.Affirming, EarStatus.Affirming, null)]
    [InlineData("a warning where affirming is wanted", EarStatus.Warning, EarStatus.Affirming, "result.status")]
    [InlineData("a warning where warnings are taken", EarStatus.Warning, EarStatus.Warning, null)]
    [InlineData("contraindicated", EarStatus.Contraindicated, EarStatus.Warning, "result.status")]
    [InlineData("none: nothing is affirmed", EarStatus.None, EarStatus.Warning, "result.status")]
    public void EverySubmoduleMustBeGoodEnough(string description, EarStatus status, EarStatus worst, string? reason)
    {
        ResultCheckOutcome outcome = SampleResult.Check(SampleResult.WithStatus(status, "dice.layer.code"), new ResultRequirement { WorstStatus = worst });
        Assert.True(outcome.Reason?.Id == reason, description);
        if (reason is not null)
            Assert.Equal($"extra is {status.ToString().ToLowerInvariant()}: dice.layer.code", outcome.Detail);
    }

    [Theory]
    [InlineData(EarStatus.None)]
    [InlineData(EarStatus.Contraindicated)]
    public void NoOneCanAskForLess(EarStatus status) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ResultRequirement { WorstStatus = status });

    [Fact]
    public void NonceSubjectSubmodulesOriginAndDialectAreHeldAgainstTheResult()
    {
        Assert.True(SampleResult.Check(SampleResult.Claims, expected: new ResultExpectation { Nonce = SampleResult.Nonce }).IsGood);
        Assert.Equal("result.nonce", SampleResult.Check(SampleResult.Claims, expected: new ResultExpectation { Nonce = SampleResult.Nonce.AsMemory(1) }).Reason?.Id);
        Assert.Equal("result.nonce", SampleResult.Check(SampleResult.Claims with { Nonces = [] }, expected: new ResultExpectation { Nonce = SampleResult.Nonce }).Reason?.Id);
        foreach (string name in (string[])["worker-1", "000b" + new string('a', 64), new string('b', 64), "01ff"])
            Assert.True(SampleResult.Check(SampleResult.Claims, expected: new ResultExpectation { Subject = name }).IsGood, name);
        foreach (string name in (string[])["worker-2", "WORKER-1", "", "01FF"])
            Assert.Equal("result.subject", SampleResult.Check(SampleResult.Claims, expected: new ResultExpectation { Subject = name }).Reason?.Id);
        Assert.True(SampleResult.Check(SampleResult.Claims, new ResultRequirement { Submodules = ["node", "device"] }).IsGood);
        Assert.Equal("result.submodule", SampleResult.Check(SampleResult.Claims, new ResultRequirement { Submodules = ["node", "dpu"] }).Reason?.Id);
        Assert.Equal("result.verifier", SampleResult.Check(SampleResult.Claims, new ResultRequirement { VerifierDeveloper = "Other" }).Reason?.Id);
        Assert.Equal("result.verifier", SampleResult.Check(SampleResult.Claims, new ResultRequirement { VerifierBuild = "attest-verifier 2" }).Reason?.Id);
        Assert.Equal("result.profile", SampleResult.Check(SampleResult.Claims, new ResultRequirement { Dialect = EarDialect.Deployed }).Reason?.Id);
    }

    [Fact]
    public void AVerifierThatNamesNobodyHasNoSubject()
    {
        EarClaims claims = SampleResult.Claims with { Submodules = new Dictionary<string, EarAppraisal> { ["device"] = new() { Status = EarStatus.Affirming } } };
        ResultCheckOutcome outcome = SampleResult.Check(claims);
        Assert.True(outcome.IsGood && outcome.Subject.Name is null);
        Assert.Equal("result.subject", SampleResult.Check(claims, expected: new ResultExpectation { Subject = "worker-1" }).Reason?.Id);
    }

    /// <summary>What a verifier that is believed, or whoever named things to it, wrote: it reaches logs and headers.</summary>
    [Fact]
    public void ADetailIsOneLine()
    {
        ResultCheckOutcome outcome = SampleResult.Check(SampleResult.WithStatus(EarStatus.Warning, "a\r\nSet-Cookie: x", new string('y', 5000)));
        Assert.DoesNotContain(outcome.Detail, char.IsControl);
        Assert.InRange(outcome.Detail.Length, 1, 512);
    }
}
