using System.Security.Cryptography;
using System.Text;
using Attestation.Device;
using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Device.Storage;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.UnitTests.Dice;
using FactoryMeasurement = Attestation.Factory.Releases.FileMeasurement;
using UpdateFile = Attestation.Factory.Releases.UpdateFile;
using UpdateLayer = Attestation.Factory.Releases.UpdateLayer;
using UpdateManifest = Attestation.Factory.Releases.UpdateManifest;

namespace Attestation.UnitTests.Device.Boot;

/// <summary>A board in memory with a release that the factory signed: resident image, runtime layer of two files, application layer of one.</summary>
internal sealed class BootWorld : IDeviceStorage, IRollbackCounter, ILayerLoader
{
    public const string Slot = "slot-a";

    public static readonly byte[] Uds = SampleInputs.Filled(32, 0x5D);
    public static readonly byte[] Configuration = "esp32 board.json"u8.ToArray();
    private static readonly SigningKey Key = NewKey();

    public BootWorld(IDiceOperations? operations = null)
    {
        Operations = operations ?? new HostDiceOperations();
        Files["uds"] = [.. Uds];
        Files["resident"] = Encoding.UTF8.GetBytes("resident image");
        Release(Slot, "2.0.0", 2);
        Board = new BootBoard
        {
            Operations = Operations,
            Uds = new StoredUds(this, "uds", isProtected: true),
            Storage = this,
            Rollback = this,
            Resident = ResidentImage.FromStorage(this, "resident"),
            Condition = new BoardCondition { Configuration = Configuration, AreLocksInForce = true },
            Loader = this,
        };
        Plan = new BootPlan { Board = "esp32", ResidentVersion = "1.0.0", ResidentSecurityVersion = 1, FirmwareKey = DeviceKey(), SealingCeiling = 9 };
        Identity = new BootIdentity { Vendor = "Example Devices", Model = "edge-1" };
    }

    public IDiceOperations Operations { get; }

    public Dictionary<string, byte[]> Files { get; } = new(StringComparer.Ordinal);

    public BootBoard Board { get; }

    public BootPlan Plan { get; }

    public BootIdentity Identity { get; }

    public ulong Counter { get; set; } = 2;

    public bool CounterFails { get; set; }

    public string? Unloadable { get; set; }

    public List<(string Name, byte[] Image)> Loaded { get; } = [];

    public Func<DeviceIdentity, bool> Application { get; set; } = _ => true;

    /// <summary>Called before every read of a file.</summary>
    public Action<string> OnRead { get; set; } = _ => { };

    public static byte[] Spki => Key.PublicKey.ToSpki();

    /// <summary>Puts a signed release with its files into a slot.</summary>
    public void Release(string slot, string version, ulong svn, ulong? resident = null, string model = "edge-1",
        FactoryMeasurement measurement = FactoryMeasurement.Sha512)
    {
        FirmwareImage[] images = [Image("lib.pe", version), Image("net.pe", version), Image("app.pe", version)];
        UpdateLayer runtime = new("runtime", [UpdateFile.Of(images[0], measurement), UpdateFile.Of(images[1], measurement)]);
        UpdateLayer application = new("application", [UpdateFile.Of(images[2], measurement)]);
        Files[$"{slot}/manifest.cose"] = new UpdateManifest("Example Devices", model, "esp32", version, svn, [runtime, application], resident, measurement).Sign(Key);
        foreach (FirmwareImage image in images)
            Files[$"{slot}/{image.Name}"] = [.. image.Content];
    }

    /// <summary>Power on: a new latch, the same storage.</summary>
    public DeviceRefusal Boot(out DeviceIdentity device, params string[] slots)
    {
        Loaded.Clear();
        if (Board.Uds is StoredUds)
            Board.Uds = new StoredUds(this, "uds", isProtected: true);
        return new BootApplication(Board, Plan, Identity).Boot(slots.Length == 0 ? [Slot] : slots, out device);
    }

    public int Size(string name) => Files.TryGetValue(name, out byte[]? file) ? file.Length : -1;

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        OnRead(name);
        if (!Files.TryGetValue(name, out byte[]? file) || position + count > file.Length)
            return false;
        Array.Copy(file, position, buffer, offset, count);
        return true;
    }

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count) => false;

    public bool TryDelete(string name) => false;

    public bool TryRead(out ulong value)
    {
        value = Counter;
        return !CounterFails;
    }

    public bool TryCreate() => true;

    public bool TryAdvance(ulong to) => false;

    public bool TryLoad(string name, byte[] image)
    {
        Loaded.Add((name, [.. image]));
        return name != Unloadable;
    }

    public bool TryStart(DeviceIdentity device) => Application(device);

    private static FirmwareImage Image(string name, string version) =>
        new(name, [.. Enumerable.Range(0, 1500).Select(i => unchecked((byte)(i + name.Length + version[0])))]);

    private static FirmwareKey DeviceKey()
    {
        byte[] spki = Spki;
        return new FirmwareKey(DiceAlgorithm.P256, spki[^64..]);
    }

    private static SigningKey NewKey()
    {
        using var ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(ecdsa.ExportPkcs8PrivateKey(), out SigningKey key, out _));
        return key;
    }
}
