using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;

namespace Attestation.UnitTests.Formats.Corim;

/// <summary>A CoRIM that uses every part of the model.</summary>
internal static class CorimTestData
{
    public static CorimEnvironment Device => new() { Vendor = "Acme", Model = "Lamp", Layer = 1, Instance = TypedItem.OfBytes(CorimTag.Ueid, new byte[17]) };

    public static MeasurementValues AllValues => new()
    {
        Version = "1.0",
        VersionScheme = 16384,
        Svn = 3,
        SvnIsMinimum = true,
        Digests = [new CorimDigest(CorimDigest.Sha256, new byte[32]), new CorimDigest("sha3", new byte[3])],
        Flags = new Dictionary<CorimFlag, bool> { [CorimFlag.Secure] = true, [CorimFlag.Debug] = false },
        Raw = new byte[] { 1, 2 },
        RawMask = new byte[] { 255, 0 },
        MacAddress = new byte[6],
        IpAddress = new byte[4],
        SerialNumber = "s",
        Ueid = new byte[7],
        Uuid = new byte[16],
        Name = "n",
        CryptoKeys = [CorimKey.Of(TestKeys.P256.PublicKey)],
        IntegrityRegisters = new Dictionary<CborLabel, IReadOnlyList<CorimDigest>> { [0] = [new CorimDigest(CorimDigest.Sha384, new byte[48])] },
        IntegerRange = new IntegerRange(-1, null),
        Extensions = new Dictionary<CborLabel, ReadOnlyMemory<byte>> { [-70000] = new byte[] { 0xF5 } },
    };

    public static Comid Comid => new()
    {
        TagId = TypedItem.OfText("a comid"),
        TagVersion = 1,
        Language = "en",
        Entities = [new CorimEntity("Acme", "https://acme.example", [0])],
        References = [new ValueTriple(Device, [new CorimMeasurement(TypedItem.OfText("code"), AllValues, [CorimKey.Of(TestKeys.Ed25519.PublicKey)])])],
        EndorsedValues = [new ValueTriple(Device with { Instance = null }, [new CorimMeasurement(new MeasurementValues { Name = "x" })])],
        Identities = [new KeyTriple(Device, [CorimKey.Of(TestKeys.Ed25519.PublicKey), CorimKey.Of(TestKeys.P384.PublicKey)])],
        AttestKeys = [new KeyTriple(Device, [CorimKey.OfCertificate(new byte[] { 0x30 })], TypedItem.OfNumber(1), [CorimKey.Of(TestKeys.P256.PublicKey)])],
    };

    public static CorimManifest Manifest => new()
    {
        Id = TypedItem.OfText("a corim"),
        Profile = "https://acme.example/profile",
        Validity = new CorimValidity(1, 2),
        Entities = [new CorimEntity("Acme", null, [1])],
        Comids = [Comid],
    };
}
