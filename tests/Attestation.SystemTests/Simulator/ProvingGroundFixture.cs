using Attestation.Factory.Releases;
using Attestation.Simulator.Demonstration;

namespace Attestation.SystemTests.Simulator;

/// <summary>One world and one real verifier process for all tests of a class; the images are assemblies of this project.</summary>
public sealed class ProvingGroundFixture : IAsyncLifetime
{
    /// <summary>Files beside the tests, in boot order.</summary>
    public static readonly string[] ImageNames = ["Attestation.Dice.dll", "attest-sim.dll"];

    private const ulong Seed = 42;
    private readonly TemporaryFolder _folder = new();
    private ProvingGround? _ground;

    public ProvingGround Ground => _ground ?? throw new InvalidOperationException("the fixture did not start");

    /// <summary>Where the artefacts of a device are.</summary>
    public string FolderOf(string device) => Path.Combine(_folder.Path, "ground", device);

    public async Task InitializeAsync()
    {
        FirmwareImage[] images = [.. ImageNames.Select(name => FirmwareImage.Read(CommandRun.Local(name)))];
                _ground = await ProvingGround.StartAsync(Path.Combine(_folder.Path, "ground"), CommandRun.Local("attest-verifier"), Seed, images, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_ground is not null)
            await _ground.DisposeAsync();
        _folder.Dispose();
    }
}
