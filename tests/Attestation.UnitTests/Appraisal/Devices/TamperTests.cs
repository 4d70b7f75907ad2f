using System.Security.Cryptography;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Dice;
using static Attestation.UnitTests.Appraisal.Devices.Layers;

namespace Attestation.UnitTests.Appraisal.Devices;

/// <summary>A tripped tamper input in the configuration: seen, named, and kept apart from every other change of the configuration.</summary>
public sealed class TamperTests
{
    private static readonly byte[] Board = SHA256.HashData("board"u8);

    [Theory]
    [InlineData("intact", "a13a0001155800", null)]
    [InlineData("opened", "a13a0001155801", "a13a0001155800")]
    [InlineData("opened, other entries beside it", "a23a00011174053a0001155801", "a23a00011174053a0001155800")]
    [InlineData("opened, a name before it", "a23a00011171616f3a0001155801", "a23a00011171616f3a0001155800")]
    [InlineData("the same bytes inside a text", "a13a00011171663a0001155801", null)]
    [InlineData("a state that no firmware writes", "a13a0001155817", "a13a0001155800")]
    [InlineData("a state of two bytes", "a13a0001155818ff", "a13a0001155818ff")]
    [InlineData("no number", "a13a00011558f5", null)]
    [InlineData("no map", "01", null)]
    [InlineData("nothing", "", null)]
    public void TheStateIsReadWhereItStands(string description, string descriptor, string? intact)
    {
        byte[]? read = TamperReading.Intact(Convert.FromHexString(descriptor));
        Assert.Equal($"{description}: {intact}", $"{description}: {(read is null ? null : Convert.ToHexStringLower(read))}");
        Assert.Null(TamperReading.Intact(null));
    }

    [Theory]
    [InlineData("refused", TamperedDevices.Refuse, Severity.Refuse)]
    [InlineData("let pass with a warning", TamperedDevices.Warn, Severity.Warn)]
    public void ThePolicySaysWhatItDoes(string description, TamperedDevices tamper, Severity severity)
    {
        var record = new AppraisalRecord();
        DeviceChecks.Tamper([Layer(0), Opened()], Policy.Default with { Tamper = tamper }, record);
        Finding finding = Assert.Single(record.Findings);
        Assert.Equal($"{description}: dice.layer.tampered layer 1/config {severity}", $"{description}: {finding.Code.Id} {finding.Where} {finding.Severity}");
    }

    [Fact]
    public void AnIntactBoardHasNoFinding()
    {
        var record = new AppraisalRecord();
        DeviceChecks.Tamper([WithConfig(Configuration(false, "1.0.0"))], Policy.Default, record);
        Assert.Empty(record.Findings);
    }

    /// <summary>Opened, and nothing else: the configuration is the release's. Opened, and another version: both are told.</summary>
    [Theory]
    [InlineData("opened", "1.0.0", new string[0])]
    [InlineData("opened and changed", "1.0.1", new[] { "dice.layer.config" })]
    public void OtherChangesOfTheConfigurationAreStillSeen(string description, string version, string[] expected)
    {
        DeviceLayer layer = WithConfig(Configuration(true, version));
        byte[] released = Configuration(false, "1.0.0");
        LayerReference byDigest = WithConfig(Reference(0), released, raw: false), byBytes = WithConfig(Reference(0), released, raw: true);
        Assert.Equal($"{description}: {string.Join(' ', expected)}", $"{description}: {string.Join(' ', Compare(layer, Policy.Default, 0, byDigest).Reasons())}");
        Assert.Equal(expected, Compare(layer, Policy.Default, 0, byBytes).Reasons());
        Assert.Empty(Compare(WithConfig(released), Policy.Default, 0, byDigest).Reasons());
    }

    /// <summary>A release that was published for opened boards says nothing about intact ones.</summary>
    [Fact]
    public void AnIntactBoardIsNotComparedAsAnOpenedOne()
    {
        LayerReference opened = WithConfig(Reference(0), Configuration(true, "1.0.0"), raw: false);
        Assert.Equal(["dice.layer.config"], Compare(WithConfig(Configuration(false, "1.0.0")), Policy.Default, 0, opened).Reasons());
    }

    internal static DeviceLayer Opened() => WithConfig(Configuration(true, "1.0.0"));

    /// <summary>As firmware writes it.</summary>
    private static byte[] Configuration(bool isTampered, string version) => new ConfigurationMap().WithComponentName("resident").WithComponentVersion(version)
        .WithSecurityVersion(1).WithTamperState(isTampered).WithBoardConfiguration(Board).Encode();

    private static DeviceLayer WithConfig(byte[] descriptor)
    {
        DeviceLayer layer = Layer(0);
        byte[]? intact = TamperReading.Intact(descriptor);
        return new DeviceLayer
        {
            Index = layer.Index,
            Code = layer.Code,
            Config = new ReferenceDigest(ReferenceDigest.Sha512, SHA512.HashData(descriptor)),
            RawConfig = descriptor,
            IsTampered = intact is not null,
            IntactConfig = Memory(intact),
            Authority = layer.Authority,
            Mode = layer.Mode,
            Flags = layer.Flags,
        };
    }

    private static LayerReference WithConfig(LayerReference reference, byte[] descriptor, bool raw) => new()
    {
        Class = reference.Class,
        Layer = reference.Layer,
        Source = reference.Source,
        Signer = reference.Signer,
        Name = reference.Name,
        Version = reference.Version,
        Svn = reference.Svn,
        SvnIsFloor = reference.SvnIsFloor,
        Code = reference.Code,
        Config = raw ? [] : [new ReferenceDigest(ReferenceDigest.Sha512, SHA512.HashData(descriptor))],
        RawConfig = Memory(raw ? descriptor : null),
        Authority = reference.Authority,
        Mode = reference.Mode,
    };
}
