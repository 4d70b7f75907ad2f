using System.Text.Json.Nodes;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Dice;
using Attestation.Factory.Releases;
using Attestation.Factory.Releases.Comparison;
using Attestation.Formats.Corim;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Devices;

namespace Attestation.UnitTests.Factory.Releases.Comparison;

public sealed class ReleaseDifferenceTests
{
    public static TheoryData<string> Changes => TwoReleases.All;

    /// <summary>What the firmware's own derivation gives for both releases on one device, layer by layer.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void KeysAndSealsThatChangeAreThoseThatADeviceDerivesAnew(string change)
    {
        BoardRelease old = TwoReleases.Sign(TwoReleases.Old), @new = TwoReleases.Sign(TwoReleases.New(change));
        ReleaseDifference difference = TwoReleases.Between(old, @new);
        (List<string> before, string sealedBefore) = Derive(old);
        (List<string> after, string sealedAfter) = Derive(@new);
        int same = before.Zip(after).TakeWhile(pair => pair.First == pair.Second).Count();
        Assert.Equal(same == Math.Max(before.Count, after.Count) ? null : same, difference.FirstNewKey);
        Assert.Equal(sealedBefore == sealedAfter, difference.KeepsSealed);
        Assert.Equal(change == "nothing", difference.IsSame);
    }

    /// <summary>The verifier's own floor for each layer, with both CoRIMs in force.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void DevicesThatAreSaidToBeRefusedAreThoseBelowTheVerifiersFloor(string change)
    {
        BoardRelease old = TwoReleases.Sign(TwoReleases.Old), @new = TwoReleases.Sign(TwoReleases.New(change));
        ClassReferences references = new EndorsementSetBuilder().AddAll(Manifest(old), Manifest(@new)).Build().References(new DeviceClass("Example Devices", "edge-1"), unsignedToo: false)!;
        JsonNode report = new DifferenceReport(TwoReleases.Between(old, @new)).Document();
        bool oldIsBelow = old.Layers.Any(layer => layer.Svn < references.Floor(layer.Layer));
        bool newIsBelow = @new.Layers.Any(layer => layer.Svn < references.Floor(layer.Layer));
        Assert.Equal(oldIsBelow, Ids(report, "verifiers").Contains("old-refused"));
        Assert.Equal(newIsBelow, Ids(report, "verifiers").Contains("svn-falls"));
    }

    /// <summary>A device without a past, judged with both CoRIMs in force.</summary>
    [Theory]
    [MemberData(nameof(Changes))]
    public void FreshDevicesThatAreSaidToBeRefusedAreThoseThatTheVerifierRefuses(string change)
    {
        BoardRelease old = TwoReleases.Sign(TwoReleases.Old), @new = TwoReleases.Sign(TwoReleases.New(change));
        string[] told = Ids(new DifferenceReport(TwoReleases.Between(old, @new)).Document(), "verifiers");
        Assert.Equal(IsRollback(old, old, @new), told.Contains("old-refused"));
        Assert.Equal(IsRollback(@new, old, @new), told.Contains("new-refused"));
        Assert.False(told.Contains("new-refused") && told.Contains("submit-first"), change);
    }

    [Fact]
    public void ALowerVersionAfterAReleaseWithoutFloorIsRefusedOnDevicesThatRanTheOldOneOnly()
    {
        BoardRelease old = TwoReleases.Sign(TwoReleases.Old with { KeepOlder = true }), @new = TwoReleases.Sign(TwoReleases.New("a lower security version"));
        JsonNode report = new DifferenceReport(TwoReleases.Between(old, @new)).Document();
        Assert.Equal(["submit-first", "old-stays", "svn-falls"], Ids(report, "verifiers"));
        Assert.False(IsRollback(@new, old, @new));
    }

    [Theory]
    [InlineData("nothing", "", "")]
    [InlineData("the application", "submit-first old-stays", "keys-new sealed-kept counter-stays")]
    [InlineData("a higher security version", "submit-first old-refused no-way-back", "keys-new sealed-kept sealed-versioned counter-rises")]
    [InlineData("a lower security version", "new-refused old-stays svn-falls", "keys-new sealed-kept sealed-versioned update-refused")]
    [InlineData("a higher one, older may run", "submit-first old-stays no-way-back", "keys-new sealed-kept sealed-versioned counter-rises")]
    [InlineData("the resident image", "submit-first old-stays", "keys-new sealed-kept counter-stays resident-other")]
    [InlineData("the resident security version", "submit-first old-refused no-way-back", "keys-new sealed-kept counter-stays resident-too-old configuration-other")]
    [InlineData("the board's configuration", "submit-first old-stays", "keys-new sealed-kept counter-stays configuration-other")]
    [InlineData("one layer less", "old-stays fewer-layers", "keys-new sealed-lost counter-stays")]
    [InlineData("one layer more", "submit-first old-stays", "keys-new sealed-lost counter-stays")]
    public void WhatFollowsIsTold(string change, string verifiers, string boards)
    {
        ReleaseDifference difference = TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(TwoReleases.New(change)));
        JsonNode report = new DifferenceReport(difference).Document();
        Assert.Equal(verifiers, string.Join(' ', Ids(report, "verifiers")));
        Assert.Equal(boards, string.Join(' ', Ids(report, "boards")));
    }

    [Fact]
    public void OtherSignersAreTold()
    {
        ReleaseDifference difference = TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(TwoReleases.Old, "other firmware", "other corim"));
        JsonNode report = new DifferenceReport(difference).Document();
        Assert.Equal(["corim-signer", "submit-first", "old-stays"], Ids(report, "verifiers"));
        Assert.Equal(["keys-new", "sealed-lost", "firmware-key"], Ids(report, "boards"));
        Assert.Equal("dice.layer.authority", (string)report["verifiers"]![1]!["reason"]!);
    }

    [Fact]
    public void TheTextNamesEveryMemberThatDiffers()
    {
        ReleaseDifference difference = TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(TwoReleases.New("the application") with { Version = "2.1.0" }));
        string text = new DifferenceReport(difference).Text();
        Assert.Contains("2.0.0 -> 2.1.0", text);
        Assert.Contains("0  resident  the same\n", text);
        Assert.Contains("change from layer 1 on", text);
        Assert.Contains("[dice.layer.config]", text);
        Assert.DoesNotContain("Flash bundle", text);
    }

    [Fact]
    public void WhatTheLineWritesElsewhereIsTold()
    {
        BoardReleaseOrder moved = TwoReleases.Old with { Flash = [new FlashOrder(0x9000, BoardSample.Image("bootloader.bin")), new FlashOrder(0x8000, BoardSample.Image("table.bin"))] };
        FlashDifference[] flash = [.. TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(moved)).Flash];
        Assert.Equal(["moved", "new"], flash.Select(piece => piece.What));
    }

    [Theory]
    [InlineData("vendor")]
    [InlineData("model")]
    [InlineData("board")]
    public void ReleasesOfDifferentDevicesAreNotCompared(string what)
    {
        BoardReleaseOrder other = what switch
        {
            "vendor" => TwoReleases.Old with { Vendor = "Others" },
            "model" => TwoReleases.Old with { Model = "edge-2" },
            _ => TwoReleases.Old with { Board = "esp32-s3", Description = null },
        };
        Assert.Equal(ReleaseReasons.ReleasePair, Sample.Refusal(() => TwoReleases.Between(TwoReleases.Sign(TwoReleases.Old), TwoReleases.Sign(other))));
    }

    private static string[] Ids(JsonNode report, string member) => [.. report[member]!.AsArray().Select(one => (string)one!["id"]!)];

    private static bool IsRollback(BoardRelease running, params BoardRelease[] known)
    {
        ClassReferences references = new EndorsementSetBuilder().AddAll([.. known.Select(Manifest)]).Build().References(new DeviceClass("Example Devices", "edge-1"), unsignedToo: false)!;
        var record = new AppraisalRecord();
        foreach (ExpectedLayer layer in running.Layers)
            new LayerComparison(Measured(layer), references, Policy.Default, Layers.Now, record).Run(0);
        return record.Reasons().Contains(LayerReasons.Rollback.Id);
    }

    private static DeviceLayer Measured(ExpectedLayer layer) => new()
    {
        Index = layer.Layer,
        Code = [new ReferenceDigest(ReferenceDigest.Sha512, layer.CodeHash)],
        Config = new ReferenceDigest(ReferenceDigest.Sha512, layer.ConfigurationHash),
        RawConfig = layer.Configuration,
        Authority = new ReferenceDigest(ReferenceDigest.Sha512, layer.AuthorityHash),
        Mode = LayerMode.Normal,
        Flags = LayerMode.Normal.Flags(),
        Svn = layer.Svn,
    };

    private static CorimManifest Manifest(BoardRelease release)
    {
        Assert.True(UnverifiedSignedCorim.TryParse(release.Corim, out UnverifiedSignedCorim? signed, out _));
        Assert.True(signed.Verify(release.CorimKey, out CorimManifest? corim, out _));
        return corim;
    }

    /// <summary>CDI_Attest of each layer, and the last CDI_Seal.</summary>
    private static (List<string> Attest, string Seal) Derive(BoardRelease release)
    {
        LayerSecrets secrets = LayerSecrets.FromUds([.. Enumerable.Range(1, DiceSizes.Cdi).Select(n => (byte)n)]);
        var attest = new List<string>();
        foreach (ExpectedLayer layer in release.Layers)
        {
            var inputs = new DiceInputs { CodeHash = layer.CodeHash, ConfigurationDescriptor = layer.Configuration, AuthorityHash = layer.AuthorityHash, Mode = DiceMode.Normal };
            Assert.Equal(DiceResult.Ok, DiceFlow.DeriveSecrets(Sample.Operations, secrets, inputs, out secrets));
            attest.Add(Convert.ToHexString(secrets.CdiAttest));
        }
        return (attest, Convert.ToHexString(secrets.CdiSeal));
    }
}

file static class Adding
{
    public static EndorsementSetBuilder AddAll(this EndorsementSetBuilder builder, params CorimManifest[] corims)
    {
        foreach (CorimManifest corim in corims)
            builder.AddCorim(corim, "manufacturer");
        return builder;
    }
}
