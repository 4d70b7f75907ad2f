using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.Cmw;
using Attestation.Formats.Ear;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal;

/// <summary>Whole verdicts over what virtual boards really send.</summary>
public sealed class AppraiserTests : IDisposable
{
    private readonly Bench bench = new();

    public static TheoryData<string> Suites => [.. CryptoSuite.All.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void AGenuineDeviceIsAffirmed(string suite)
    {
        using WorldDevice device = bench.Device("genuine", CryptoSuite.All.Single(s => s.Name == suite));
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements(device));
        Assert.Empty(result.Findings);
        Assert.Equal(AppraisalStatus.Affirming, result.Status);
        Assert.Equal(new TrustVector(InstanceIdentity: 2, Configuration: 2, Executables: 3, Hardware: 2), result.Vector);
        Assert.Equal(Convert.ToHexStringLower(device.Made.Ueid), result.Device!.Ueid);
        Assert.Equal((World.Vendor, World.Model), (result.Device.Vendor, result.Device.Model));
        Assert.Equal(5 * device.Board.Flash.Count, result.Compared.Count(c => c.Matched));
        Assert.Equal([.. Enumerable.Repeat(2UL, device.Board.Flash.Count)], result.UpdatedHistory!.HighestSvn);
    }

    [Fact]
    public void ARevokedDeviceIsRefusedWhateverItsEvidenceSays()
    {
        using WorldDevice device = bench.Device("sold");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements(device),
            revocation: key => key == Convert.ToHexStringLower(device.Made.Ueid.AsSpan(1)) ? $"revoked: {key}" : null);
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal("appraisal.revoked", finding.Code.Id);
        Assert.Equal($"revoked: {result.Device!.UdsKeyThumbprint}", finding.Actual);
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
        Assert.Equal(96, result.Vector.InstanceIdentity);
        Assert.All(result.UpdatedHistory!.HighestSvn, svn => Assert.Equal(0ul, svn));
    }

    [Fact]
    public void TheSameRequestGivesTheSameResultWithAndWithoutAKnownChain()
    {
        using WorldDevice device = bench.Device("cached");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        EndorsementSet endorsements = bench.Endorsements(device);
        var cache = new ChainCache(4);
        AppraisalResult first = bench.Appraise(evidence, endorsements, cache: cache);
        AppraisalResult second = bench.Appraise(evidence, endorsements, cache: cache);
        AppraisalResult without = bench.Appraise(evidence, endorsements);
        Assert.Equal(1, cache.Count);
        foreach (AppraisalResult other in new[] { second, without })
        {
            Assert.Equal(first.Status, other.Status);
            Assert.Equal(first.Vector, other.Vector);
            Assert.Equal(first.Device, other.Device);
            Assert.Equal(first.Compared.Select(c => c.ToString()), other.Compared.Select(c => c.ToString()));
        }
    }

    [Fact]
    public void AKnownChainIsForgottenWithItsAnchorItsTimeAndItsEnrolment()
    {
        using WorldDevice device = bench.Device("cached");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        var cache = new ChainCache(4);
        Assert.Empty(bench.Appraise(evidence, bench.Endorsements(device), cache: cache).Findings);
        EndorsementSet noCa = new EndorsementSetBuilder().Build();
        Assert.Contains("dice.chain.anchor", Ids(bench.Appraise(evidence, noCa, cache: cache)));
        Assert.Contains("dice.chain.not-yet-valid", Ids(bench.Appraise(evidence, bench.Endorsements(), cache: cache, now: new DateTimeOffset(2000, 1, 1, 0, 0, 0, TimeSpan.Zero))));
        Assert.Empty(bench.Appraise(evidence, bench.Endorsements(), cache: cache).Findings); // the CA alone is enough for this one
    }

    [Fact]
    public void AKnownChainIsRefusedAfterItsEndLikeANewOne()
    {
        using WorldDevice device = bench.Device("expired");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        EndorsementSet endorsements = bench.Endorsements(device);
        var cache = new ChainCache(4);
        Assert.Empty(bench.Appraise(evidence, endorsements, cache: cache).Findings);
        // these certificates say 99991231235959Z, "no expiry" (RFC 5280 section 4.1.2.5); the last instant that a date can hold is after that
        AppraisalResult known = bench.Appraise(evidence, endorsements, cache: cache, now: DateTimeOffset.MaxValue);
        Assert.Contains("dice.chain.expired", Ids(known));
        Assert.Equal(bench.Appraise(evidence, endorsements, now: DateTimeOffset.MaxValue).Findings, known.Findings);
        Assert.Equal(AppraisalStatus.Contraindicated, known.Status);
        Assert.Empty(bench.Appraise(evidence, endorsements, cache: cache).Findings); // and at its own time it is good again
    }

    [Fact]
    public void AKnownChainThatHungOnAnEndorsedKeyFallsWithTheEndorsement()
    {
        using WorldDevice device = bench.Device("revoked");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        var cache = new ChainCache(4);
        EndorsementSet endorsed = WithoutAuthority(device), revoked = WithoutAuthority();
        Assert.DoesNotContain("dice.chain.anchor", Ids(bench.Appraise(evidence, endorsed, cache: cache)));
        Assert.Equal(1, cache.Count);
        AppraisalResult known = bench.Appraise(evidence, revoked, cache: cache);
        Assert.Contains("dice.chain.anchor", Ids(known));
        Assert.Equal(bench.Appraise(evidence, revoked).Findings, known.Findings);

        EndorsementSet WithoutAuthority(params WorldDevice[] devices)
        {
            var builder = new EndorsementSetBuilder();
            bench.Add(builder, bench.World.Current.Corim);
            foreach (WorldDevice endorsedDevice in devices)
                bench.Add(builder, endorsedDevice.Made.Endorsement);
            return builder.Build();
        }
    }

    [Fact]
    public void AForeignNonceIsRefused()
    {
        using WorldDevice device = bench.Device("foreign");
        using BootedBoard booted = device.Board.Boot();
        byte[] other = [.. Bench.Nonce.Reverse()];
        AppraisalResult result = bench.Appraise(booted.Attest(other), bench.Endorsements(device));
        Finding finding = Assert.Single(result.Findings);
        Assert.Equal(("appraisal.nonce", Convert.ToHexStringLower(Bench.Nonce), Convert.ToHexStringLower(other)), (finding.Code.Id, finding.Expected, finding.Actual));
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
        Assert.Null(result.UpdatedHistory);
    }

    [Fact]
    public void EvidenceSignedByAnotherKeyIsRefusedAndTheRestIsStillTold()
    {
        using WorldDevice device = bench.Device("resigned");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        evidence[^1] ^= 1;
        AppraisalResult result = bench.Appraise(evidence, bench.Endorsements(device));
        Assert.Equal(["cose.signature"], Ids(result));
        Assert.NotEmpty(result.Compared);
        Assert.Equal(99, result.Vector.InstanceIdentity);
        Assert.Null(result.UpdatedHistory);
    }

    [Fact]
    public void ReplayedEvidenceIsNamedAsThat()
    {
        using WorldDevice device = bench.Device("replayed");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        AppraisalResult first = bench.Appraise(evidence, bench.Endorsements(device));
        AppraisalResult second = bench.Appraise(evidence, bench.Endorsements(device), history: first.UpdatedHistory, nonce: [.. Bench.Nonce.Reverse()]);
        Assert.Equal(["appraisal.nonce", "appraisal.replayed"], Ids(second));
    }

    [Fact]
    public void AnUnprovisionedDeviceIsNamedAsThat()
    {
        var record = new AppraisalRecord();
        Assert.All(UnprovisionedIdentity.Zeros.Concat(UnprovisionedIdentity.Ones), t => DeviceChecks.Provisioned(t, record));
        Assert.Equal(6, record.Findings.Count(f => f.Code.Id == "dice.uds.zero"));
    }

    [Fact]
    public void WithoutReferenceValuesTheVerdictIsVacuous()
    {
        using WorldDevice device = bench.Device("unreferenced");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), new EndorsementSetBuilder().With(bench.Anchors()).Build());
        Assert.Equal(["policy.vacuous"], Ids(result));
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
    }

    [Fact]
    public void APolicyThatComparesNothingRefusesAGenuineDevice()
    {
        using WorldDevice device = bench.Device("unjudged");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements(device), Policy.Default with { Required = Comparisons.None });
        Assert.Equal(["policy.vacuous"], Ids(result));
    }

    [Fact]
    public void LayersThatAreOnlyUnknownAreVacuousToo()
    {
        using WorldDevice device = bench.Device("unknown");
        using BootedBoard booted = device.Board.Boot();
        LayerReference elsewhere = Devices.Layers.Reference(9, "other") with { Class = new DeviceClass(World.Vendor, World.Model) };
        EndorsementSet set = new EndorsementSetBuilder().With(bench.Anchors()).Add(elsewhere).Build();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), set, Policy.Default with { UnknownComponents = UnknownComponents.Warn });
        Assert.Contains("policy.vacuous", Ids(result));
        Assert.Contains("dice.layer.missing", Ids(result));
    }

    [Fact]
    public void AStricterPolicyRefusesWeakerKeys()
    {
        using WorldDevice device = bench.Device("weak");
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        Assert.All(bench.Appraise(evidence, bench.Endorsements(device), Policy.Default with { MinimumStrength = 192 }).Findings, f => Assert.Equal("policy.strength", f.Code.Id));
        Assert.All(bench.Appraise(evidence, bench.Endorsements(device), Policy.Default with { Algorithms = ["EdDSA"] }).Findings, f => Assert.Equal("policy.algorithm", f.Code.Id));
    }

    [Theory]
    [InlineData("the type", "application/eat+cwt", true)]
    [InlineData("in another case", "Application/EAT+CWT", true)]
    [InlineData("with our profile", "application/eat+cwt; eat_profile=\"urn:uuid:8f1c5f6e-6c1b-5b0e-9d57-2a3f9c7e4b10\"", true)]
    [InlineData("with another parameter first", "application/eat+cwt;q=1;eat_profile=urn:uuid:8f1c5f6e-6c1b-5b0e-9d57-2a3f9c7e4b10", true)]
    [InlineData("with another profile", "application/eat+cwt; eat_profile=\"http://arm.com/psa/2.0.0\"", false)]
    [InlineData("another type", "application/cwt", false)]
    [InlineData("nothing", "", false)]
    public void TheMediaTypeDecidesWhoReads(string name, string mediaType, bool read)
    {
        using WorldDevice device = bench.Device("typed");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest(Bench.Nonce), bench.Endorsements(device), mediaType: mediaType);
        Assert.True(read == (result.Findings.Count == 0), name);
        Assert.Equal(read ? [] : ["appraisal.media-type"], Ids(result));
    }

    public static TheoryData<string, string, Func<byte[], byte[]>, string> Wrappings => new()
    {
        { "CBOR record", "application/cmw+cbor", e => CmwRecord.Of("application/eat+cwt", e).EncodeCbor(), "" },
        { "JSON record", "application/cmw+json", e => CmwRecord.Of("application/eat+cwt", e).EncodeJson(), "" },
        { "content format", "application/cmw+cbor", e => new CmwRecord { ContentFormat = 263, Value = e }.EncodeCbor(), "" },
        { "tag", "application/cmw+cbor", e => new CmwRecord { ContentFormat = 263, Value = e, Tagged = true }.EncodeCbor(), "" },
        { "another type inside", "application/cmw+cbor", e => CmwRecord.Of("application/eat+jwt", e).EncodeCbor(), "appraisal.media-type" },
        { "a collection", "application/cmw+cbor", e => new CmwCollection(null, [new("a", CmwRecord.Of("application/eat+cwt", e))]).EncodeCbor(), "appraisal.media-type" },
        { "no wrapper", "application/cmw+cbor", e => e, "cmw.tag" },
    };

    [Theory]
    [MemberData(nameof(Wrappings))]
    public void AWrapperIsTakenOff(string name, string mediaType, Func<byte[], byte[]> wrap, string reason)
    {
        using WorldDevice device = bench.Device("wrapped");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(wrap(booted.Attest(Bench.Nonce)), bench.Endorsements(device), mediaType: mediaType);
        Assert.True(reason == string.Concat(Ids(result)), $"{name}: {string.Join("; ", result.Findings)}");
    }

    [Theory]
    [InlineData("as the draft says", EarDialect.Draft)]
    [InlineData("as deployed", EarDialect.Deployed)]
    public void AVerdictBecomesAResult(string name, EarDialect dialect)
    {
        using WorldDevice device = bench.Device("told");
        using BootedBoard booted = device.Board.Boot();
        AppraisalResult result = bench.Appraise(booted.Attest([.. Bench.Nonce.Reverse()]), bench.Endorsements(device));
        EarClaims claims = EarBuilder.Build(result, Bench.Nonce, TimeSpan.FromMinutes(10), dialect, "developer", "build");
        string token = EarWriter.SignJwt(claims, bench.World.FirmwareKey);
        Assert.True(UnverifiedEar.TryParseJwt(token, out UnverifiedEar? ear, out _), name);
        Assert.True(ear.Verify(bench.World.FirmwareKey.PublicKey, out EarClaims? read, out _), name);
        EarAppraisal verdict = read.Submodules[EarBuilder.Submodule];
        Assert.Equal((EarStatus.Contraindicated, (sbyte)99), (verdict.Status, verdict.Vector!.InstanceIdentity));
        Assert.Equal("appraisal.nonce", Assert.Single(verdict.Findings).Code);
        Assert.Equal(bench.Now.ToUnixTimeSeconds() + 600, read.Expiration);
    }

    public void Dispose() => bench.Dispose();

    private static string[] Ids(AppraisalResult result) => [.. result.Findings.Select(f => f.Code.Id)];
}
