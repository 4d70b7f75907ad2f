using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Releases;
using Attestation.Formats.Corim;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Factory.Releases;

public sealed class BoardReleaseTests
{
    /// <summary>PKCS #8 of the key of RFC 6979 appendix A.2.5, with which another program made the vector.</summary>
    private const string Rfc6979Key = """
        -----BEGIN PRIVATE KEY-----
        MEECAQAwEwYHKoZIzj0CAQYIKoZIzj0DAQcEJzAlAgEBBCDJr6nYRbp1FmtcIVdn
        sdaTTlDD2zbomxJ7imIrEg9nIQ==
        -----END PRIVATE KEY-----
        """;

    [Fact]
    public void AnEcdsaSignatureIsThatOfRfc6979()
    {
        byte[] vector = BoardVectors.UpdateManifests.Read("good-es256.cose");
        Assert.Null(UpdateManifest.TryVerify(vector, BoardVectors.UpdateManifests.KeyOf("good-es256.cose"), out UpdateManifest manifest));
        using SigningKey key = ReproducibleKey.Of(Rfc6979());
        Assert.Equal(vector, manifest.Sign(key));
    }

    [Theory]
    [InlineData(DiceAlgorithm.P256)]
    [InlineData(DiceAlgorithm.Ed25519)]
    public void TheSameReleaseIsTheSameFilesByteForByte(DiceAlgorithm algorithm)
    {
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(BoardSample.Release(algorithm), null, folder["one"]);
        ReleaseFolder.Write(BoardSample.Release(algorithm), null, folder["elsewhere/two"]);
        string[] files = Files(folder["one"]);
        Assert.Equal(files, Files(folder["elsewhere/two"]));
        Assert.All(files, file => Assert.Equal(File.ReadAllBytes(Path.Combine(folder["one"], file)), File.ReadAllBytes(Path.Combine(folder["elsewhere/two"], file))));
    }

    [Fact]
    public void TheChecksumsNameEveryOtherFile()
    {
        using var folder = new TemporaryFolder();
        ReleaseFolder.Write(BoardSample.Release(DiceAlgorithm.P256), null, folder["out"]);
        string[] lines = File.ReadAllLines(Path.Combine(folder["out"], ReleaseFolder.ChecksumsName));
        Assert.Equal(Files(folder["out"]).Where(f => f != ReleaseFolder.ChecksumsName), lines.Select(line => line[66..]));
        Assert.All(lines, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(folder["out"], line[66..]))))));
    }

    /// <summary>A release that boards measure by HMAC: manifest and CoRIM state the same, and only the layers above the resident image differ.</summary>
    [Fact]
    public void VerifiersExpectTheKeyedMeasurementWhereTheManifestAsksForIt()
    {
        BoardReleaseOrder order = BoardSample.Order();
        BoardRelease plain = BoardSample.Release(DiceAlgorithm.P256, order), keyed = BoardSample.Release(DiceAlgorithm.P256, order with { Measurement = FileMeasurement.HmacSha512 });
        byte[] Tag(string name) => HMACSHA512.HashData("attestation layer file"u8, Encoding.UTF8.GetBytes(name));
        byte[] label = Encoding.ASCII.GetBytes("attestation keyed file set\0");
        byte[][] code = [SHA512.HashData([.. label, .. Tag("base.pe")]), SHA512.HashData([.. label, .. Tag("app.pe"), .. Tag("lib.pe")])];
        Assert.Equal(code, keyed.Layers.Skip(1).Select(layer => layer.CodeHash));
        Assert.Equal(plain.Layers[0].CodeHash, keyed.Layers[0].CodeHash);
        Assert.Equal(plain.Layers.Select(layer => layer.Configuration), keyed.Layers.Select(layer => layer.Configuration));
        Assert.Null(UpdateManifest.TryVerify(keyed.Manifest, keyed.FirmwareKey, out UpdateManifest manifest));
        Assert.Equal(FileMeasurement.HmacSha512, manifest.Measurement);
        Assert.Equal(code, manifest.Layers.Select(layer => manifest.Measurement.CodeHash(layer)));
    }

    [Fact]
    public void VerifiersExpectWhatTheContractSaysThatEachLayerMeasures()
    {
        BoardRelease release = BoardSample.Release(DiceAlgorithm.P256);
        byte[] label = Encoding.ASCII.GetBytes("attestation file set\0");
        byte[] App(string name) => SHA512.HashData(Encoding.UTF8.GetBytes(name));
        byte[][] code = [SHA512.HashData(Encoding.UTF8.GetBytes("nanoCLR.binboot.bin")), App("base.pe"), SHA512.HashData([.. label, .. App("app.pe"), .. App("lib.pe")])];
        ValueTriple[] triples = [.. Triples(release)];
        Assert.Equal([0ul, 1ul, 2ul], triples.Select(t => t.Environment.Layer!.Value));
        Assert.Equal(code.Select(Convert.ToHexString), triples.Select(t => Digest(t, "code")));
        Assert.Equal([1ul, 2ul, 2ul], triples.Select(t => t.Measurements.Single(m => m.Key!.Text == "code").Values.Svn!.Value));
        Assert.Equal(Convert.ToHexString(SHA512.HashData(ResidentDescriptor())), Digest(triples[0], "config"));
        Assert.All(triples, t => Assert.Equal(Convert.ToHexString(SHA512.HashData(release.FirmwareKey.ToSpki())), Digest(t, "authority")));
    }

    /// <summary>{-70002: "resident", -70003: "1.1.0", -70005: 1, -71001: 0, -71002: SHA-256}, written by hand.</summary>
    private static byte[] ResidentDescriptor() =>
    [
        0xA5, 0x3A, 0x00, 0x01, 0x11, 0x71, 0x68, .. "resident"u8, 0x3A, 0x00, 0x01, 0x11, 0x72, 0x65, .. "1.1.0"u8, 0x3A, 0x00, 0x01, 0x11, 0x74, 0x01,
        0x3A, 0x00, 0x01, 0x15, 0x58, 0x00, 0x3A, 0x00, 0x01, 0x15, 0x59, 0x58, 0x20, .. SHA256.HashData(BoardSample.Configuration),
    ];

    [Fact]
    public void ABootloadersDigestTakesThePlaceOfTheImage()
    {
        byte[] stated = SHA256.HashData("image"u8);
        ResidentOrder resident = BoardSample.Order().Resident with { BootloaderDigest = stated };
        Assert.Equal(SHA512.HashData(stated), resident.CodeHash());
        Assert.Equal(ReleaseReasons.ResidentImage, Sample.Refusal(() => (resident with { BootloaderDigest = [1] }).CodeHash()));
    }

    [Fact]
    public void FilesThatReachIntoEachOtherAreRefused()
    {
        BoardReleaseOrder order = BoardSample.Order() with { Flash = [new FlashOrder(0x10001, BoardSample.Image("other.bin"))] };
        Assert.Equal(ReleaseReasons.FlashOverlap, Sample.Refusal(() => FlashPlan.Of(order)));
        order = order with { Flash = [new FlashOrder(0x300000, BoardSample.Image("BOOT.bin"))] };
        Assert.Equal(ReleaseReasons.FlashOverlap, Sample.Refusal(() => FlashPlan.Of(order)));
    }

    [Fact]
    public void ThePreviewNamesASampleDevice()
    {
        BoardRelease release = BoardSample.Release(DiceAlgorithm.P256);
        string text = new CertificatePreview(release, release.FirmwareKey).Text();
        Assert.Contains(Attestation.Formats.Dice.DiceId.Of(release.FirmwareKey), text);
        Assert.All(release.Layers, layer => Assert.Contains(Convert.ToHexStringLower(layer.CodeHash), text));
        Assert.DoesNotContain("UDS_ID", new CertificatePreview(release, null).Text());
    }

    [Theory]
    [InlineData("no file", "app=")]
    [InlineData("no name", "=app.pe")]
    [InlineData("neither", "app.pe")]
    public void ALayerThatIsNoneIsRefused(string description, string text) =>
        Assert.Equal(ReleaseReasons.ReleaseOption, Sample.Refusal(() => ReleaseOptions.Layer(text)));

    [Theory]
    [InlineData("no partition of this board", "interpreter=a.bin")]
    [InlineData("no digits", "0x=a.bin")]
    [InlineData("a negative offset", "-1=a.bin")]
    [InlineData("beyond 32 bits", "0x100000000=a.bin")]
    public void APlaceThatIsNoneIsRefused(string description, string text) =>
        Assert.Equal(ReleaseReasons.ReleaseOption, Sample.Refusal(() => ReleaseOptions.Place(text, BoardSample.Esp32.Storage)));

    private static SigningKey Rfc6979()
    {
        using var ecdsa = ECDsa.Create();
        ecdsa.ImportFromPem(Rfc6979Key);
        Assert.True(SigningKey.TryParsePkcs8(ecdsa.ExportPkcs8PrivateKey(), out SigningKey key, out _));
        return key;
    }

    private static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Order(StringComparer.Ordinal)];

    private static IReadOnlyList<ValueTriple> Triples(BoardRelease release)
    {
        Assert.True(UnverifiedSignedCorim.TryParse(release.Corim, out UnverifiedSignedCorim? signed, out _));
        Assert.True(signed.Verify(release.CorimKey, out CorimManifest? corim, out _));
        return Assert.Single(corim.Comids).References;
    }

    private static string Digest(ValueTriple triple, string key) =>
        Convert.ToHexString(Assert.Single(triple.Measurements.Single(m => m.Key!.Text == key).Values.Digests).Value.Span);
}
