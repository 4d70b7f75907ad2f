using Attestation.Factory.Releases;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Simulator;

/// <summary>A world with three small images in a folder that goes away with it.</summary>
internal sealed class SampleWorld : IDisposable
{
    public static readonly FirmwareImage[] Images =
        [new("boot.bin", [.. "bootloader"u8]), new("kernel.bin", [.. "kernel"u8]), new("app.bin", [.. "application"u8])];

    private readonly TemporaryFolder _folder = new();

    public SampleWorld(ulong seed = 1) => World = World.Create(_folder["world"], seed, Images);

    public World World { get; }

    public void Dispose()
    {
        World.Dispose();
        _folder.Dispose();
    }
}
