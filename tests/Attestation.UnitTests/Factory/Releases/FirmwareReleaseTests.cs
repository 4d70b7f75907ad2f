using System.Security.Cryptography;
using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Releases;
using Attestation.Formats.Corim;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Releases;

public sealed class FirmwareReleaseTests
{
    private static readonly FirmwareImage Boot = new("boot.bin", [1, 2, 3]);
    private static readonly FirmwareImage App = new("app.bin", [4, 5, 6, 7]);

    [Fact]
    public void TheCorimHoldsEveryDigestThatADeviceWillMeasure()
    {
        byte[] corim = Payload(Release(2, keepOlder: false));
        byte[][] expected =
        [
            SHA512.HashData(Boot.Content), SHA512.HashData(App.Content),
            SHA512.HashData(Descriptor("boot.bin")), SHA512.HashData(Descriptor("app.bin")),
        ];
        Assert.All(expected, digest => Assert.True(corim.AsSpan().IndexOf(digest) > 0));
    }

    /// <summary>{-70002: name, -70003: "2.0.0", -70005: 2}, written by hand.</summary>
    private static byte[] Descriptor(string name) =>
    [
        0xA3, 0x3A, 0x00, 0x01, 0x11, 0x71, (byte)(0x60 + name.Length), .. System.Text.Encoding.ASCII.GetBytes(name),
        0x3A, 0x00, 0x01, 0x11, 0x72, 0x65, .. "2.0.0"u8, 0x3A, 0x00, 0x01, 0x11, 0x74, 0x02,
    ];

    [Fact]
    public void TheSameReleaseIsTheSameBytesUnderTheSignature() =>
        Assert.Equal(Payload(Release(2, keepOlder: false)), Payload(Release(2, keepOlder: false)));

    [Theory]
    [InlineData("older releases are superseded: min-svn", false)]
    [InlineData("older releases may go on: svn", true)]
    public void TheSecurityVersionIsAFloorUnlessOlderOnesStay(string description, bool keepOlder)
    {
        Assert.All(Triples(Release(2, keepOlder)), triple =>
        {
            MeasurementValues code = triple.Measurements.Single(m => m.Key!.Text == "code").Values;
            Assert.Equal((2ul, !keepOlder, "2.0.0"), (code.Svn, code.SvnIsMinimum, code.Version));
        });
    }

    [Fact]
    public void LayersAreNumberedInBootOrder()
    {
        ValueTriple[] triples = [.. Triples(Release(2, keepOlder: false))];
        Assert.Equal([0ul, 1ul], triples.Select(triple => triple.Environment.Layer!.Value));
        Assert.Equal(["boot.bin", "app.bin"], triples.Select(triple => triple.Measurements[0].Values.Name));
    }

    [Fact]
    public void TwoImagesOfOneNameAreRefused()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        var order = new ReleaseOrder("Example Devices", "edge-1", "2.0.0", 2, false, [Boot, App with { Name = Boot.Name }]);
        Assert.Equal(FactoryReasons.NameUnsuitable, Sample.Refusal(() => FirmwareRelease.Sign(order, ca.CorimKey, ca.CorimKey)));
    }

    [Fact]
    public void AnImageThatIsNotThereIsRefused() =>
        Assert.Equal(FactoryReasons.ImageUnreadable, Sample.Refusal(() => FirmwareImage.Read("no such image")));

    [Fact]
    public void AnEmptyImageIsRefused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["empty"], []);
        Assert.Equal(FactoryReasons.ImageUnreadable, Sample.Refusal(() => FirmwareImage.Read(folder["empty"])));
    }

    private static FirmwareRelease Release(ulong svn, bool keepOlder)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        using SigningKey firmware = ReleaseManifestTests.NewKey(folder, DiceAlgorithm.P256);
        return FirmwareRelease.Sign(new ReleaseOrder("Example Devices", "edge-1", "2.0.0", svn, keepOlder, [Boot, App]), firmware, ca.CorimKey);
    }

    private static IReadOnlyList<ValueTriple> Triples(FirmwareRelease release)
    {
        Assert.True(CorimManifest.TryParse(Payload(release), out CorimManifest? corim, out _));
        return Assert.Single(corim.Comids).References;
    }

    private static byte[] Payload(FirmwareRelease release)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder); // the same entropy: the same key
        Assert.True(UnverifiedCoseSign1.TryParse(release.Corim, CoseTag.Required, out UnverifiedCoseSign1? message, out _));
        Assert.True(message.Verify(ca.CorimKey.PublicKey, default, out ReadOnlyMemory<byte> payload, out _));
        return payload.ToArray();
    }
}
