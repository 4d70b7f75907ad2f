using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using static Attestation.UnitTests.Appraisal.Devices.Layers;

namespace Attestation.UnitTests.Appraisal.Devices;

public sealed class LayerComparisonTests
{
    [Fact]
    public void AReleasedLayerHasNoFindingAndFiveComparisons()
    {
        AppraisalRecord record = Compare(Layer(0), Policy.Default, 0, Reference(0));
        Assert.Empty(record.Findings);
        Assert.Equal(["code", "config", "authority", "mode", "svn"], record.Matched());
        Assert.All(record.Compared, c => Assert.Equal(("release", "signer"), (c.Source, c.Signer)));
    }

    public static TheoryData<string, DeviceLayer, LayerReference[], ulong, string[]> Defects => new()
    {
        { "code changed", Layer(0, "evil"), [Reference(0)], 0, ["dice.layer.code"] },
        { "configuration changed", Layer(0, config: "evil"), [Reference(0)], 0, ["dice.layer.config"] },
        { "authority changed", Layer(0, authority: "evil"), [Reference(0)], 0, ["dice.layer.authority"] },
        { "debug mode", Layer(0, mode: LayerMode.Debug), [Reference(0)], 0, ["dice.layer.mode.debug"] },
        { "recovery mode", Layer(0, mode: LayerMode.Recovery), [Reference(0)], 0, ["dice.layer.mode.recovery"] },
        { "not configured", Layer(0, mode: LayerMode.NotConfigured), [Reference(0)], 0, ["dice.layer.mode.not-configured"] },
        { "older release of the same layer", Layer(0, "old"), [Reference(0, "old", svn: 1), Reference(0, "new", svn: 2)], 0, ["dice.layer.rollback"] },
        { "older than this device ran", Layer(0, "old"), [Reference(0, "old", svn: 1)], 2, ["dice.layer.rollback.device"] },
        { "both", Layer(0, "old"), [Reference(0, "old", svn: 1), Reference(0, "new", svn: 2)], 2, ["dice.layer.rollback", "dice.layer.rollback.device"] },
        { "code of the next layer", Layer(0, "app"), [Reference(0), Reference(1, "app")], 0, ["dice.layer.swapped"] },
        { "code of the layer before, in a layer without references", Layer(1), [Reference(0)], 0, ["dice.layer.swapped"] },
        { "layer without references", Layer(1, "app"), [Reference(0)], 0, ["dice.layer.unknown"] },
        { "new code with the old release's configuration", Layer(0, "new", "cfg1"),
            [Reference(0, "old", "cfg1"), Reference(0, "new", "cfg2")], 0, ["dice.layer.config"] },
        { "new code under the old release's authority", Layer(0, "new", authority: "key1"),
            [Reference(0, "old", authority: "key1"), Reference(0, "new", authority: "key2")], 0, ["dice.layer.authority"] },
        { "only an expired reference", Layer(0), [Reference(0, until: Now.AddDays(-1))], 0,
            ["dice.layer.reference-expired", "dice.layer.no-reference", "dice.layer.no-reference", "dice.layer.no-reference"] },
        { "everything changed", Layer(0, "x", "y", "z", LayerMode.Debug), [Reference(0)], 0,
            ["dice.layer.mode.debug", "dice.layer.code", "dice.layer.config", "dice.layer.authority"] },
        { "reference states no configuration", Layer(0), [Reference(0, config: null)], 0, ["dice.layer.no-reference"] },
        { "reference states no svn", Layer(0), [Reference(0, svn: null)], 0, ["dice.layer.no-reference"] },
        { "certificate states no authority", Layer(0, authority: null), [Reference(0)], 0, ["dice.layer.not-measured"] },
        { "certificate states another svn than its release", Layer(0, svn: 3), [Reference(0, svn: 2, floor: false)], 0, ["dice.layer.svn"] },
        { "certificate states an svn below the floor", Layer(0, svn: 3), [Reference(0, svn: 4)], 0, ["dice.layer.rollback"] },
    };

    [Theory]
    [MemberData(nameof(Defects))]
    public void EachDefectHasItsOwnReason(string defect, DeviceLayer layer, LayerReference[] references, ulong deviceFloor, string[] reasons)
    {
        AppraisalRecord record = Compare(layer, Policy.Default, deviceFloor, references);
        Assert.True(reasons.SequenceEqual(record.Reasons()), $"{defect}: {string.Join(", ", record.Findings)}");
        Assert.True(record.Refused);
    }

    public static TheoryData<string, DeviceLayer, LayerReference[]> Fine => new()
    {
        { "an unchanged layer in a newer release keeps up with it", Layer(0), [Reference(0, svn: 1), Reference(0, svn: 2)] },
        { "configuration stated apart from code", Layer(0), [Reference(0, config: null), Reference(0, "", authority: null, svn: null, mode: false)] },
        { "an svn above the floor", Layer(0, svn: 5), [Reference(0, svn: 4)] },
        { "an exact svn", Layer(0, svn: 4), [Reference(0, svn: 4, floor: false)] },
        { "an older release with an exact svn has no floor", Layer(0, "old"), [Reference(0, "old", svn: 1, floor: false), Reference(0, "new", svn: 2, floor: false)] },
        { "expired by less than the clock skew", Layer(0), [Reference(0, until: Now.AddSeconds(-30))] },
    };

    [Theory]
    [MemberData(nameof(Fine))]
    public void ReleasedStatesPass(string state, DeviceLayer layer, LayerReference[] references)
    {
        AppraisalRecord record = Compare(layer, Policy.Default, 0, references);
        Assert.True(record.Findings.Count == 0, $"{state}: {string.Join(", ", record.Findings)}");
    }

    [Fact]
    public void AnAllowedDebugModeIsAWarning()
    {
        Policy bench = Policy.Default with { Modes = AllowedModes.Normal | AllowedModes.Debug };
        AppraisalRecord record = Compare(Layer(0, mode: LayerMode.Debug), bench, 0, Reference(0));
        Assert.Equal(["dice.layer.mode.debug"], record.Reasons());
        Assert.False(record.Refused);
    }

    [Fact]
    public void AnUnknownLayerIsAWarningWherePolicySaysSo()
    {
        AppraisalRecord record = Compare(Layer(1, "app"), Policy.Default with { UnknownComponents = UnknownComponents.Warn }, 0, Reference(0));
        Assert.Equal(Severity.Warn, Assert.Single(record.Findings).Severity);
    }

    [Fact]
    public void ThePolicysFloorCountsForItsClassAndLayerOnly()
    {
        Policy policy = Policy.Default with { MinimumSvn = [new("Example", "Board", 1, 9), new("Other", "Board", 0, 9)] };
        Assert.Empty(Compare(Layer(0), policy, 0, Reference(0)).Findings);
        Assert.Equal(["dice.layer.rollback"], Compare(Layer(1), policy, 0, Reference(1)).Reasons());
    }

    [Fact]
    public void AFloorFromReferencesCanBeTurnedOff()
    {
        Policy policy = Policy.Default with { SvnFloorFromReferences = false };
        Assert.Empty(Compare(Layer(0, "old"), policy, 0, Reference(0, "old", svn: 1), Reference(0, "new", svn: 2)).Findings);
    }

    [Theory]
    [InlineData("code", Comparisons.Code)]
    [InlineData("config", Comparisons.Config)]
    [InlineData("authority", Comparisons.Authority)]
    [InlineData("mode", Comparisons.Mode)]
    [InlineData("svn", Comparisons.Svn)]
    public void OneComparisonAloneComparesThatAlone(string key, Comparisons required)
    {
        AppraisalRecord record = Compare(Layer(0), Policy.Default with { Required = required }, 0, Reference(0));
        Assert.Empty(record.Findings);
        Assert.Equal([key], record.Matched());
    }

    [Fact]
    public void TwoFwidsNeedBothInTheReference()
    {
        var layer = new DeviceLayer { Index = 0, Code = [Digest("a"), Digest("b")], Mode = LayerMode.Normal, Flags = LayerMode.Normal.Flags() };
        Policy codeOnly = Policy.Default with { Required = Comparisons.Code };
        Assert.Equal(["dice.layer.code"], Compare(layer, codeOnly, 0, Reference(0, "a")).Reasons());
    }

    [Fact]
    public void AFindingNamesPlaceExpectedAndActual()
    {
        Finding finding = Assert.Single(Compare(Layer(0, "evil"), Policy.Default, 0, Reference(0)).Findings);
        Assert.Equal("layer 0/code", finding.Where);
        Assert.Equal($"{Digest("boot")} (boot 1.0)", finding.Expected);
        Assert.Equal(Digest("evil").ToString(), finding.Actual);
    }
}
