using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Dice.Host;

namespace Attestation.UnitTests.Dice.Certificates;

/// <summary>The TCG extensions, read with the base library's strict DER reader.</summary>
public sealed class TcbInfoTests
{
    private const string TcbInfoOid = "2.23.133.5.4.1";
    private const string UeidOid = "2.23.133.5.4.4";

    [Fact]
    public void EveryFieldIsWhereTheSpecificationPutsIt()
    {
        TcbInfo info = new()
        {
            Vendor = "Maker",
            Model = "Board",
            Version = "1.2",
            SecurityVersion = 300,
            Layer = 0,
            Index = 128,
            FirmwareIds = [new FirmwareId(SampleInputs.Filled(32, 1)), new FirmwareId(SampleInputs.Filled(48, 2)), new FirmwareId(SampleInputs.Filled(64, 3))],
            HasFlags = true,
            Flags = TcbFlags.Debug | TcbFlags.NotTcb,
            VendorInfo = [1, 2],
            Type = [3],
            HasFlagsMask = true,
            FlagsMask = TcbFlags.FixedWidth | TcbFlags.NotConfigured,
        };
        X509Extension extension = Extension(new LayerOptions { TcbInfo = info }, TcbInfoOid);
        Assert.False(extension.Critical);

        AsnReader reader = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        Assert.Equal("Maker", reader.ReadCharacterString(UniversalTagNumber.UTF8String, Tag(0)));
        Assert.Equal("Board", reader.ReadCharacterString(UniversalTagNumber.UTF8String, Tag(1)));
        Assert.Equal("1.2", reader.ReadCharacterString(UniversalTagNumber.UTF8String, Tag(2)));
        Assert.Equal(300, reader.ReadInteger(Tag(3)));
        Assert.Equal(0, reader.ReadInteger(Tag(4)));
        Assert.Equal(128, reader.ReadInteger(Tag(5)));
        AsnReader ids = reader.ReadSequence(Tag(6, isConstructed: true));
        foreach ((string oid, int size, byte value) in new[] { ("2.16.840.1.101.3.4.2.1", 32, (byte)1), ("2.16.840.1.101.3.4.2.2", 48, (byte)2), ("2.16.840.1.101.3.4.2.3", 64, (byte)3) })
        {
            AsnReader id = ids.ReadSequence();
            Assert.Equal(oid, id.ReadObjectIdentifier());
            Assert.Equal(SampleInputs.Filled(size, value), id.ReadOctetString());
            id.ThrowIfNotEmpty();
        }

        ids.ThrowIfNotEmpty();
        Assert.Equal([0x10, 0x80], reader.ReadBitString(out int unused, Tag(7))); // bits 3 and 8, bit 0 first
        Assert.Equal(7, unused);
        Assert.Equal([1, 2], reader.ReadOctetString(Tag(8)));
        Assert.Equal([3], reader.ReadOctetString(Tag(9)));
        Assert.Equal([0x80, 0, 0, 0x01], reader.ReadBitString(out unused, Tag(10)));
        Assert.Equal(0, unused);
        reader.ThrowIfNotEmpty();
    }

    [Fact]
    public void NothingSetIsAnEmptySequence() =>
        Assert.Equal([0x30, 0x00], Extension(new LayerOptions { TcbInfo = new TcbInfo() }, TcbInfoOid).RawData);

    [Fact]
    public void NoFlagSetIsAnEmptyBitString() =>
        Assert.Equal([0x30, 0x03, 0x87, 0x01, 0x00], Extension(new LayerOptions { TcbInfo = new TcbInfo { HasFlags = true } }, TcbInfoOid).RawData);

    [Fact]
    public void SeveralStandInTheirOrder() => Assert.Equal(
        Convert.FromHexString("300A" + "3003800141" + "3003800142"),
        Extension(new LayerOptions { MultiTcbInfo = [new TcbInfo { Vendor = "A" }, new TcbInfo { Vendor = "B" }] }, "2.23.133.5.4.5").RawData);

    [Fact]
    public void AUeidIsOneOctetString()
    {
        byte[] ueid = SampleInputs.Filled(33, 7);
        X509Extension extension = Extension(new LayerOptions { Ueid = ueid }, UeidOid);
        AsnReader reader = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        Assert.Equal(ueid, reader.ReadOctetString());
        reader.ThrowIfNotEmpty();
        Assert.False(extension.Critical);
    }

    [Fact]
    public void WithoutARequestThereIsNoTcgExtension()
    {
        Assert.DoesNotContain(Certificate(new LayerOptions()).Extensions, e => e.Oid!.Value!.StartsWith("2.23.133", StringComparison.Ordinal));
    }

    private static Asn1Tag Tag(int number, bool isConstructed = false) => new(TagClass.ContextSpecific, number, isConstructed);

    private static X509Extension Extension(LayerOptions options, string oid) =>
        Certificate(options).Extensions.Single(e => e.Oid!.Value == oid);

    private static X509Certificate2 Certificate(LayerOptions options)
    {
        Assert.Equal(DiceResult.Ok, DiceFlow.Step(new HostDiceOperations(), SampleInputs.Secrets(), SampleInputs.Inline(), options, out NextLayer next));
        return X509CertificateLoader.LoadCertificate(next.Certificate);
    }
}
