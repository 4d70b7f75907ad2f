using System.Text.Json;
using Attestation.Device;
using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.UnitTests.Factory;

namespace Attestation.UnitTests.Device.Manifest;

/// <summary>The board's reader over the vectors that openssl signed (tests/vectors/make_board_messages.py): it accepts what the factory's reader
/// accepts, and says of every other one what is wrong.</summary>
public sealed class UpdateManifestTests
{
    internal static readonly Dictionary<string, DeviceRefusal> Refusals = new(StringComparer.Ordinal)
    {
        ["signed-by-other-key.cose"] = DeviceRefusal.MessageSignature,
        ["changed-version.cose"] = DeviceRefusal.MessageSignature,
        ["changed-digest.cose"] = DeviceRefusal.MessageSignature,
        ["changed-signature.cose"] = DeviceRefusal.MessageSignature,
        ["signature-zero.cose"] = DeviceRefusal.MessageSignature,
        ["signature-short.cose"] = DeviceRefusal.MessageEnvelope,
        ["signature-in-der.cose"] = DeviceRefusal.MessageEnvelope,
        ["algorithm-es384.cose"] = DeviceRefusal.MessageEnvelope, // -35 takes two bytes
        ["algorithm-missing.cose"] = DeviceRefusal.MessageEnvelope,
        ["algorithm-unprotected.cose"] = DeviceRefusal.MessageEnvelope,
        ["protected-with-key-id.cose"] = DeviceRefusal.MessageEnvelope,
        ["unprotected-with-key-id.cose"] = DeviceRefusal.MessageEnvelope,
        ["tag-missing.cose"] = DeviceRefusal.MessageEnvelope,
        ["tag-of-mac.cose"] = DeviceRefusal.MessageEnvelope,
        ["payload-detached.cose"] = DeviceRefusal.MessageEnvelope,
        ["trailing-byte.cose"] = DeviceRefusal.MessageEnvelope,
        ["truncated.cose"] = DeviceRefusal.MessageEnvelope,
        ["empty.cose"] = DeviceRefusal.MessageSize,
        ["longer-than-8192.cose"] = DeviceRefusal.MessageSize,
        ["payload-trailing-byte.cose"] = DeviceRefusal.ManifestStructure,
        ["format-2.cose"] = DeviceRefusal.ManifestFormat,
        ["format-missing.cose"] = DeviceRefusal.ManifestStructure,
        ["vendor-missing.cose"] = DeviceRefusal.ManifestStructure,
        ["layers-missing.cose"] = DeviceRefusal.ManifestStructure,
        ["key-unknown.cose"] = DeviceRefusal.ManifestStructure,
        ["key-unknown-after-all.cose"] = DeviceRefusal.ManifestStructure,
        ["keys-8-and-9-out-of-order.cose"] = DeviceRefusal.ManifestStructure,
        ["measurement-0.cose"] = DeviceRefusal.ManifestStructure,
        ["measurement-2.cose"] = DeviceRefusal.ManifestStructure,
        ["measurement-as-text.cose"] = DeviceRefusal.ManifestStructure,
        ["measurement-of-65-bits.cose"] = DeviceRefusal.ManifestStructure,
        ["key-twice.cose"] = DeviceRefusal.ManifestStructure,
        ["keys-out-of-order.cose"] = DeviceRefusal.ManifestStructure,
        ["indefinite-map.cose"] = DeviceRefusal.ManifestStructure,
        ["payload-is-a-list.cose"] = DeviceRefusal.ManifestStructure,
        ["vendor-empty.cose"] = DeviceRefusal.ManifestName,
        ["vendor-of-65-bytes.cose"] = DeviceRefusal.ManifestName,
        ["vendor-not-utf8.cose"] = DeviceRefusal.ManifestStructure,
        ["vendor-with-line-feed.cose"] = DeviceRefusal.ManifestName,
        ["vendor-with-blank-end.cose"] = DeviceRefusal.ManifestName,
        ["model-as-bytes.cose"] = DeviceRefusal.ManifestStructure,
        ["board-with-slash.cose"] = DeviceRefusal.ManifestName,
        ["svn-negative.cose"] = DeviceRefusal.ManifestStructure,
        ["svn-not-shortest.cose"] = DeviceRefusal.ManifestStructure,
        ["svn-as-text.cose"] = DeviceRefusal.ManifestStructure,
        ["minimum-resident-negative.cose"] = DeviceRefusal.ManifestStructure,
        ["no-layer.cose"] = DeviceRefusal.ManifestCount,
        ["five-layers.cose"] = DeviceRefusal.ManifestCount,
        ["seventeen-files.cose"] = DeviceRefusal.ManifestCount,
        ["seventeen-files-in-two-layers.cose"] = DeviceRefusal.ManifestCount,
        ["layer-without-files.cose"] = DeviceRefusal.ManifestCount,
        ["layer-without-name.cose"] = DeviceRefusal.ManifestStructure,
        ["layer-with-more.cose"] = DeviceRefusal.ManifestStructure,
        ["layer-name-twice.cose"] = DeviceRefusal.ManifestNameTwice,
        ["file-name-twice.cose"] = DeviceRefusal.ManifestNameTwice,
        ["file-name-twice-in-two-layers.cose"] = DeviceRefusal.ManifestNameTwice,
        ["file-name-twice-but-for-case.cose"] = DeviceRefusal.ManifestNameTwice,
        ["file-name-of-manifest.cose"] = DeviceRefusal.ManifestName,
        ["file-name-empty.cose"] = DeviceRefusal.ManifestName,
        ["file-name-dot-first.cose"] = DeviceRefusal.ManifestName,
        ["file-name-parent-folder.cose"] = DeviceRefusal.ManifestName,
        ["file-name-with-slash.cose"] = DeviceRefusal.ManifestName,
        ["file-name-with-blank.cose"] = DeviceRefusal.ManifestName,
        ["file-name-with-zero.cose"] = DeviceRefusal.ManifestStructure,
        ["file-name-of-33.cose"] = DeviceRefusal.ManifestName,
        ["file-name-not-ascii.cose"] = DeviceRefusal.ManifestName,
        ["file-of-two-members.cose"] = DeviceRefusal.ManifestStructure,
        ["file-of-four-members.cose"] = DeviceRefusal.ManifestStructure,
        ["file-size-zero.cose"] = DeviceRefusal.ManifestFileSize,
        ["file-size-over-1-mib.cose"] = DeviceRefusal.ManifestFileSize,
        ["file-size-negative.cose"] = DeviceRefusal.ManifestStructure,
        ["file-size-of-65-bits.cose"] = DeviceRefusal.ManifestFileSize,
        ["file-digest-of-63.cose"] = DeviceRefusal.ManifestStructure,
        ["file-digest-of-65.cose"] = DeviceRefusal.ManifestStructure,
        ["file-digest-as-text.cose"] = DeviceRefusal.ManifestStructure,
    };

    public static TheoryData<string> Names => BoardVectors.UpdateManifests.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void Vectors(string name)
    {
        DeviceRefusal refusal = UpdateManifest.Verify(BoardVectors.UpdateManifests.Read(name), KeyOf(name), out UpdateManifest? manifest);
        Assert.Equal(Refusals.GetValueOrDefault(name), refusal);
        JsonElement expected = BoardVectors.UpdateManifests.Expected(name);
        Assert.Equal(expected.ValueKind == JsonValueKind.Object, manifest is not null);
        if (manifest is not null)
            AssertSays(expected, manifest);
    }

    /// <summary>What is signed by the right key in another algorithm's name is not looked at.</summary>
    [Fact]
    public void The_algorithm_must_be_that_of_the_key()
    {
        byte[] signed = BoardVectors.UpdateManifests.Read("good-es256.cose");
        Assert.Equal(DeviceRefusal.MessageAlgorithm, UpdateManifest.Verify(signed, KeyOf("good-eddsa.cose"), out _));
        Assert.Equal(DeviceRefusal.MessageAlgorithm, UpdateManifest.Verify(signed, new FirmwareKey(DiceAlgorithm.P256, new byte[63]), out _));
        Assert.Equal(DeviceRefusal.MessageAlgorithm, UpdateManifest.Verify(signed, new FirmwareKey(DiceAlgorithm.P384, new byte[96]), out _));
        Assert.Equal(DeviceRefusal.MessageAlgorithm, UpdateManifest.Verify(signed, new FirmwareKey(DiceAlgorithm.P256, null), out _));
        Assert.Equal(DeviceRefusal.MessageAlgorithm, UpdateManifest.Verify(signed, null, out _));
        Assert.Equal(DeviceRefusal.MessageSize, UpdateManifest.Verify(null, KeyOf("good-eddsa.cose"), out _));
    }

    [Theory]
    [InlineData("this board", "Example Devices", "edge-1", "esp32", 1, 2, DeviceRefusal.None)]
    [InlineData("other vendor", "Other Devices", "edge-1", "esp32", 1, 2, DeviceRefusal.ManifestClass)]
    [InlineData("other model", "Example Devices", "edge-2", "esp32", 1, 2, DeviceRefusal.ManifestClass)]
    [InlineData("other board", "Example Devices", "edge-1", "esp32-s3", 1, 2, DeviceRefusal.ManifestClass)]
    [InlineData("vendor in other case", "EXAMPLE DEVICES", "edge-1", "esp32", 1, 2, DeviceRefusal.ManifestClass)]
    [InlineData("board without identity", null, null, "esp32", 1, 2, DeviceRefusal.ManifestClass)]
    [InlineData("older than the board runs", "Example Devices", "edge-1", "esp32", 1, 3, DeviceRefusal.ManifestSvn)]
    [InlineData("resident image too old", "Example Devices", "edge-1", "esp32", 0, 2, DeviceRefusal.ManifestResident)]
    public void A_board_takes_what_is_made_for_it(string description, string? vendor, string? model, string board, ulong residentSvn, ulong lowest, DeviceRefusal expected)
    {
        UpdateManifest.Verify(BoardVectors.UpdateManifests.Read("good-minimum-resident.cose"), KeyOf(""), out UpdateManifest manifest);
        Assert.True(expected == new BoardClass(vendor, model, board, residentSvn).Check(manifest, lowest), description);
    }

    internal static FirmwareKey KeyOf(string name) =>
        new(name.Contains("es256", StringComparison.Ordinal) ? DiceAlgorithm.P256 : DiceAlgorithm.Ed25519, BoardVectors.UpdateManifests.KeyOf(name).PublicBytes.ToArray());

    private static void AssertSays(JsonElement expected, UpdateManifest manifest)
    {
        Assert.Equal(expected.GetProperty("vendor").GetString(), manifest.Vendor);
        Assert.Equal(expected.GetProperty("model").GetString(), manifest.Model);
        Assert.Equal(expected.GetProperty("board").GetString(), manifest.Board);
        Assert.Equal(expected.GetProperty("version").GetString(), manifest.Version);
        Assert.Equal(expected.GetProperty("svn").GetUInt64(), manifest.Svn);
        JsonElement lowest = expected.GetProperty("minResidentSvn");
        Assert.Equal(lowest.ValueKind == JsonValueKind.Null ? 0 : lowest.GetUInt64(), manifest.MinimumResidentSvn);
        Assert.Equal(expected.GetProperty("measurement").GetString(), manifest.Measurement == FileMeasurement.Sha512 ? "sha-512" : "hmac-sha-512");
        string Layer(UpdateLayer layer) => $"{layer.Name}: {string.Join(' ', layer.Files.Select(file => file.Name))}";
        Assert.Equal(
            expected.GetProperty("layers").EnumerateArray().Select(l => $"{l.GetProperty("name")}: {string.Join(' ', l.GetProperty("files").EnumerateArray())}"),
            manifest.Layers.Select(Layer));
        Assert.Equal(manifest.Layers.SelectMany(layer => layer.Files), manifest.Files);
        Assert.All(manifest.Files, file => Assert.Equal(64, file.Digest.Length));
    }
}
