using Attestation.Factory.Releases;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.Fuzz;

/// <summary>Real inputs to damage: one small simulated world with a device of each suite.</summary>
public sealed class SeedWorld
{
    private static readonly Lazy<SeedWorld> Made = new(() => new SeedWorld());

    private SeedWorld()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"attestation-fuzz-{Environment.ProcessId}");
        try
        {
            FirmwareImage[] images = [new("bootloader", [.. "a bootloader"u8]), new("application", [.. "an application"u8])];
            using World world = World.Create(folder, seed: 1, images);
            Corims = [world.Current.Corim, world.Older.Corim];
            Manifests = [.. world.Current.Manifests];
            foreach (CryptoSuite suite in CryptoSuite.All)
                Add(world, suite);
        }
        finally
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
    }

    public static SeedWorld Instance => Made.Value;

    /// <summary>The challenge that every evidence of this world answers.</summary>
    public static byte[] Nonce { get; } = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public List<byte[]> Evidence { get; } = [];

    public List<byte[]> Certificates { get; } = [];

    public List<byte[]> Endorsements { get; } = [];

    public IReadOnlyList<byte[]> Corims { get; }

    public IReadOnlyList<byte[]> Manifests { get; }

    private void Add(World world, CryptoSuite suite)
    {
        using WorldDevice device = world.NewDevice(suite.Name, suite, world.Current);
        using BootedBoard running = device.Board.Boot();
        Evidence.Add(running.Attest(Nonce));
        Certificates.Add(device.Made.UdsCertificate);
    }
}
