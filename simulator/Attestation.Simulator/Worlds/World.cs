using System.Text;
using Attestation.Dice;
using Attestation.Dice.Host;
using Attestation.Factory;
using Attestation.Factory.Authorities;
using Attestation.Factory.Files;
using Attestation.Factory.Provisioning;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Simulator.Boards;

namespace Attestation.Simulator.Worlds;

/// <summary>A manufacturer with its CA, its firmware key and two releases of real images, and the boards it makes. Everything secret comes from the seed.</summary>
public sealed class World : IDisposable
{
    public const string Vendor = "Example Devices";
    public const string Model = "edge-1";

    private readonly string _folder;
    private readonly SeededEntropy _entropy;

    private World(string folder, ulong seed, IReadOnlyList<FirmwareImage> images)
    {
        _folder = folder;
        _entropy = new SeededEntropy(seed);
        Operations = new HostDiceOperations();
        Authority = NewAuthority("ca", Vendor);
        FirmwareKey = NewKey("firmware");
        Current = Release(Model, "2.0.0", 2, keepOlder: false, images);
        Older = Release(Model, "1.0.0", 1, keepOlder: false, [.. images.Select(Before)]);
    }

    public IDiceOperations Operations { get; }

    public ManufacturerCa Authority { get; }

    public SigningKey FirmwareKey { get; }

    /// <summary>What devices should run: security version 2.</summary>
    public FirmwareRelease Current { get; }

    /// <summary>What they ran before: security version 1, superseded.</summary>
    public FirmwareRelease Older { get; }

    /// <summary>When everything in this world was made.</summary>
    public DateTimeOffset Now { get; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <param name="folder">Absent or empty; receives the factory's files.</param>
    /// <param name="seed">The same seed and images give the same devices.</param>
    /// <param name="images">In boot order, at least two.</param>
    public static World Create(string folder, ulong seed, IReadOnlyList<FirmwareImage> images)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images.Count, 2);
        return new World(folder, seed, images);
    }

    public EntropySource EntropyFor(string purpose) => _entropy.For(purpose);

    public FactoryFloor FloorFor(string purpose) => new(Operations, _entropy.For(purpose), Now);

    /// <summary>Another CA in this world's folder; whether a verifier trusts it is the verifier's business.</summary>
    public ManufacturerCa NewAuthority(string name, string vendor) =>
        ManufacturerCa.Create(Path.Combine(_folder, name), vendor, DiceAlgorithm.P256, FloorFor("authority " + name));

    /// <summary>Another key, P-256.</summary>
    public SigningKey NewKey(string name)
    {
        string path = Path.Combine(_folder, "keys", name + ".key.pem");
        VerificationKey publicKey = PrivateKeyFile.Create(path, DiceAlgorithm.P256, _entropy.For("key " + name), Operations);
        AtomicFile.Write(Path.Combine(_folder, "keys", name + ".pub.pem"), Encoding.ASCII.GetBytes(publicKey.ToPem()), AtomicFile.Public);
        return PrivateKeyFile.Load(path);
    }

    public FirmwareRelease Release(string model, string version, ulong svn, bool keepOlder, IReadOnlyList<FirmwareImage> images) =>
        FirmwareRelease.Sign(new ReleaseOrder(Vendor, model, version, svn, keepOlder, images), FirmwareKey, Authority.CorimKey);

    /// <summary>Provisions a device at a station of <paramref name="authority"/> and fits it with a release.</summary>
    public WorldDevice NewDevice(string name, CryptoSuite suite, FirmwareRelease release, ManufacturerCa? authority = null)
    {
        string folder = Path.Combine(_folder, "devices", name);
        var order = new DeviceOrder(name, Vendor, release.Order.Model, ProvisioningScheme.FactoryCa, suite.Algorithm);
        ProvisionedDevice made = new ProvisioningStation(authority ?? Authority, FloorFor("device " + name)).Provision(order, folder);
        FuseContent fuse = FuseContent.Read(Path.Combine(folder, ProvisioningStation.FuseName));
        var identity = new BoardIdentity(Vendor, release.Order.Model, made.Ueid, made.UdsCertificate);
        return new WorldDevice(name, NewBoard(name, fuse, identity, suite, release), made);
    }

    /// <summary>A second board with the fuses and the storage of a device that was made; its boots are its own.</summary>
    public Board NewClone(WorldDevice device, string name)
    {
        FuseContent fuse = FuseContent.Read(Path.Combine(_folder, "devices", device.Name, ProvisioningStation.FuseName));
        return NewBoard(name, fuse, device.Board.Identity, device.Board.Suite, Current);
    }

    /// <summary>A board around fuses that exist already.</summary>
    public Board NewBoard(string name, FuseContent fuse, BoardIdentity identity, CryptoSuite suite, FirmwareRelease release) =>
        new(Operations, new UdsFuse(fuse), identity, suite, Partitions(release), _entropy.For("boot " + name)) { TrustedKey = FirmwareKey.PublicKey };

    public static IReadOnlyList<FlashPartition> Partitions(FirmwareRelease release) =>
        [.. release.Order.Images.Zip(release.Manifests, (image, manifest) => new FlashPartition([.. image.Content], manifest))];

    public void Dispose()
    {
        Authority.Dispose();
        FirmwareKey.Dispose();
    }

    /// <summary>The release before: the same image and a line; any other bytes would do.</summary>
    private static FirmwareImage Before(FirmwareImage image) => image with { Content = [.. image.Content, .. "\nrelease 1.0.0\n"u8] };
}
