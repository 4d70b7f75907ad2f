using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Factory.Provisioning;

public sealed class ProvisioningStationTests
{
    public static TheoryData<ProvisioningScheme, DiceAlgorithm, DiceAlgorithm> Kinds => new()
    {
        { ProvisioningScheme.PreGeneration, DiceAlgorithm.P256, DiceAlgorithm.P256 },
        { ProvisioningScheme.FactoryCa, DiceAlgorithm.P256, DiceAlgorithm.Ed25519 },
        { ProvisioningScheme.PreGeneration, DiceAlgorithm.Ed25519, DiceAlgorithm.P384 },
        { ProvisioningScheme.FactoryCa, DiceAlgorithm.P384, DiceAlgorithm.P256 },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void OpenSslAcceptsTheUdsCertificate(ProvisioningScheme scheme, DiceAlgorithm root, DiceAlgorithm device)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder, root);
        new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(scheme: scheme, algorithm: device), folder["device"]);
        string verdict = OpenSsl.Run($"verify -x509_strict -CAfile {folder["ca/ca.crt.pem"]} {folder["device/uds.crt.pem"]}");
        Assert.Contains("OK", verdict);
        Assert.DoesNotContain("error", verdict);
    }

    [Fact]
    public void TheUdsCertificateNamesClassAndDevice()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        ProvisionedDevice device = new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(), folder["device"]);
        Assert.True(UnverifiedCertificate.TryParse(device.UdsCertificate, out UnverifiedCertificate certificate, out _));
        TcbInfo tcb = Assert.Single(certificate.ForDisplay.TcbInfos);
        Assert.Equal(("Example Devices", "edge-1"), (tcb.Vendor, tcb.Model));
        Assert.Equal(device.Ueid, certificate.ForDisplay.Ueid!.Value.ToArray());
        Assert.Equal([0x01, .. device.UdsKey.Thumbprint.Span], device.Ueid);
        Assert.Equal(KeyUsage.KeyCertSign, certificate.ForDisplay.KeyUsage);
    }

    [Theory]
    [InlineData(ProvisioningScheme.PreGeneration)]
    [InlineData(ProvisioningScheme.FactoryCa)]
    public void TheFuseFileGivesTheCertifiedKey(ProvisioningScheme scheme)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        ProvisionedDevice device = new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(scheme: scheme), folder["device"]);
        using FuseContent fuse = FuseContent.Read(folder["device/fuse.cbor"]);
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(Sample.Operations, DiceAlgorithm.P256, fuse.DeriveUds(Sample.Operations), out LayerKey key));
        Assert.Equal(device.UdsKey.PublicBytes.ToArray(), key.PublicKey);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder["device/fuse.cbor"]));
    }

    [Fact]
    public void TheEndorsementIsSignedByTheCorimKeyAndNamesTheDevice()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        ProvisionedDevice device = new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(), folder["device"]);
        Assert.True(UnverifiedCoseSign1.TryParse(File.ReadAllBytes(folder["device/endorsement.corim"]), CoseTag.Required, out var message, out _));
        Assert.True(message.Verify(ca.CorimKey.PublicKey, default, out ReadOnlyMemory<byte> corim, out _));
        Assert.True(corim.Span.IndexOf(device.Ueid) > 0);
        Assert.True(corim.Span.IndexOf(CoseKey.Encode(device.UdsKey)) > 0);
    }

    [Theory]
    [InlineData("never programmed", 0x00)]
    [InlineData("erased to ones", 0xFF)]
    public void AnUnprogrammedDeviceIsRefusedAndLeavesNothing(string description, byte pattern)
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        using FuseContent fuse = FuseContent.Generate(ProvisioningScheme.PreGeneration, uds => uds.Fill(pattern));
        Assert.Equal(FactoryReasons.ZeroUds, Sample.Refusal(() => new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(), fuse, folder["device"])));
        Assert.Equal(["ca"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.False(File.Exists(folder["ca/devices.txt"]));
    }

    [Fact]
    public void AUdsIsCertifiedOnceAlsoAfterARestart()
    {
        using var folder = new TemporaryFolder();
        using (ManufacturerCa ca = Sample.Authority(folder))
            new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order("unit-0001"), folder["first"]);
        using ManufacturerCa again = ManufacturerCa.Load(folder["ca"]);
        var station = new ProvisioningStation(again, Sample.Floor()); // the same entropy again
        Assert.Equal(FactoryReasons.UdsReused, Sample.Refusal(() => station.Provision(Sample.Order("unit-0002"), folder["second"])));
        Assert.False(Directory.Exists(folder["second"]));
        Assert.Single(File.ReadAllLines(folder["ca/devices.txt"]));
    }

    [Fact]
    public void AHalfWrittenLineInTheRegisterHidesNoKey()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        File.WriteAllText(folder["ca/devices.txt"], "0123456789abcdef"); // a power cut
        new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order("unit-0001"), folder["first"]);
        Assert.Equal(FactoryReasons.UdsReused,
            Sample.Refusal(() => new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order("unit-0002"), folder["second"])));
    }

    [Fact]
    public void ADeviceFolderIsNeverOverwritten()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        new ProvisioningStation(ca, Sample.Floor("one")).Provision(Sample.Order(), folder["device"]);
        byte[] fuse = File.ReadAllBytes(folder["device/fuse.cbor"]);
        var second = new ProvisioningStation(ca, Sample.Floor("two"));
        Assert.Equal(FactoryReasons.FileExists, Sample.Refusal(() => second.Provision(Sample.Order("unit-0002"), folder["device"])));
        Assert.Equal(fuse, File.ReadAllBytes(folder["device/fuse.cbor"]));
    }

    [Fact]
    public void ACertificateOfAnotherDeviceIsRefused()
    {
        using var folder = new TemporaryFolder();
        using ManufacturerCa ca = Sample.Authority(folder);
        ProvisionedDevice other = new ProvisioningStation(ca, Sample.Floor()).Provision(Sample.Order(), folder["device"]);
        DeviceProbe probe = StationTest.Run(Enumerable.Repeat((byte)7, 32).ToArray(), DiceAlgorithm.P256, Sample.Operations);
        Assert.Equal(FactoryReasons.ChainBroken, Sample.Refusal(() => StationTest.RefuseBrokenChain(probe, other.UdsCertificate)));
    }
}
