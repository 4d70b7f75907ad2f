using Attestation.Device;
using Attestation.Device.Manifest;
using Attestation.Device.Storage;
using Attestation.Device.Update;
using Attestation.Dice;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Device.Storage;
using FactoryRelease = Attestation.Factory.Releases;

namespace Attestation.UnitTests.Device.Update;

/// <summary>A release as the factory signs it, with the files.</summary>
internal sealed record SignedUpdate(byte[] Manifest, IReadOnlyDictionary<string, byte[]> Files);

/// <summary>A board over storage that can be cut: boots the first candidate whose manifest, class, security version and digests are good, as the
/// boot application does, and takes updates.</summary>
internal sealed class UpdateBoard
{
    public static readonly SigningKey Signer = FixedKey();

    public static readonly FirmwareKey Key = new(DiceAlgorithm.Ed25519, Signer.PublicKey.PublicBytes.ToArray());

    public UpdateBoard(TornStorage storage) => Storage = storage;

    public TornStorage Storage { get; }

    public RecordedRollbackCounter Counter => new(Storage, "rollback");

    public BootSlots Slots { get; private set; } = null!;

    public UpdateStaging Staging { get; private set; } = null!;

    /// <summary>Of the firmware that runs; null when none does.</summary>
    public string? Version { get; private set; }

    /// <summary>As it leaves the factory: <paramref name="first"/> in slot a and a counter of 0.</summary>
    public static UpdateBoard New(SignedUpdate first)
    {
        var board = new UpdateBoard(new TornStorage());
        foreach (var (name, content) in first.Files.Append(new("manifest.cose", first.Manifest)))
            Assert.True(board.Storage.TryWrite("slot-a/" + name, 0, content, 0, content.Length));
        Assert.True(board.Counter.TryCreate());
        board.Storage.PowerOn();
        return board;
    }

    public static SignedUpdate Release(string version, ulong svn, string board = "esp32",
        FactoryRelease.FileMeasurement measurement = FactoryRelease.FileMeasurement.Sha512)
    {
        Dictionary<string, byte[]> files = new()
        {
            ["boot.pe"] = Content(version + "boot", 300),
            ["app.pe"] = Content(version + "app", 2500),
            [version == "1" ? "old.pe" : "new.pe"] = Content(version, 700),
        };
        var layer = new FactoryRelease.UpdateLayer("app", [.. files.Select(f => new FactoryRelease.UpdateFile(f.Key, (uint)f.Value.Length, FactoryRelease.FileMeasurements.Measure(measurement, f.Value)))]);
        byte[] manifest = new FactoryRelease.UpdateManifest("Example Devices", "edge-1", board, version, svn, [layer], null, measurement).Sign(Signer);
        return new SignedUpdate(manifest, files);
    }

    /// <summary>Reset and boot; what the power does meanwhile is the storage's business.</summary>
    public string? Boot()
    {
        Version = null;
        Slots = new BootSlots(Storage, Counter);
        Staging = new UpdateStaging(Storage, Slots, Counter, Key, new BoardClass("Example Devices", "edge-1", "esp32", 1));
        foreach (string slot in Slots.TakeCandidates())
        {
            if (Read(slot) is not { } manifest)
                continue;
            Version = manifest.Version;
            Slots.Started(slot, manifest.Svn);
            break;
        }
        return Version;
    }

    /// <summary>The host's side: sends what the board wants next.</summary>
    public DeviceRefusal Send(SignedUpdate update)
    {
        DeviceRefusal refusal = Staging.Begin(update.Manifest);
        while (refusal == DeviceRefusal.None && Staging.NextFile is { } name)
        {
            int count = Math.Min(UpdateStaging.LargestPiece, update.Files[name].Length - Staging.NextOffset);
            refusal = Staging.Write(name, Staging.NextOffset, update.Files[name], Staging.NextOffset, count);
        }
        return refusal == DeviceRefusal.None ? Staging.Commit() : refusal;
    }

    private UpdateManifest? Read(string slot)
    {
        byte[] signed = SlotFiles.Read(Storage, slot + "/manifest.cose", UpdateManifest.LargestSize);
        bool good = UpdateManifest.Verify(signed, Key, out UpdateManifest manifest) == DeviceRefusal.None
            && Counter.TryRead(out ulong lowest)
            && new BoardClass("Example Devices", "edge-1", "esp32", 1).Check(manifest, lowest) == DeviceRefusal.None
            && manifest.Files.All(file => SlotFiles.HasDigest(Storage, slot + "/" + file.Name, file, manifest.Measurement));
        return good ? manifest : null;
    }

    private static byte[] Content(string seed, int size)
    {
        byte[] content = new byte[size];
        new Random(seed.Sum(c => c)).NextBytes(content);
        return content;
    }

    /// <summary>PKCS #8 of the seed 09 09 .. (RFC 8410 section 7).</summary>
    private static SigningKey FixedKey()
    {
        byte[] pkcs8 = [.. Convert.FromHexString("302e020100300506032b657004220420"), .. Enumerable.Repeat((byte)9, 32)];
        Assert.True(SigningKey.TryParsePkcs8(pkcs8, out SigningKey key, out _));
        return key;
    }
}
