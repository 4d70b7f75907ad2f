using Attestation.Factory.Releases;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Demonstration;

/// <summary>A world, and a verifier that trusts its manufacturer and knows its releases. Ends the verifier when disposed.
/// <code>
/// FOLDER/factory/     CA, keys, fuses of all devices
/// FOLDER/releases/    CoRIMs of both releases, manifests of the current one
/// FOLDER/verifier/    anchors, CoRIM keys, data and logs of the service
/// FOLDER/DEVICE/      what was exchanged about one device
/// </code></summary>
public sealed class ProvingGround : IAsyncDisposable
{
    private readonly string _folder;
    private readonly VerifierStarter _starter;
    private readonly RunningVerifier _verifier;

    private ProvingGround(string folder, World world, VerifierStarter starter, RunningVerifier verifier) =>
        (_folder, World, _starter, _verifier) = (folder, world, starter, verifier);

    public World World { get; }

    public Uri VerifierAddress => _verifier.Address;

    /// <summary>Makes the factory, starts the verifier and submits both releases.</summary>
    /// <param name="folder">Absent or empty.</param>
    /// <param name="verifier">attest-verifier, or its assembly.</param>
    /// <param name="seed">Of all secrets.</param>
    /// <param name="images">In boot order, at least two.</param>
    /// <exception cref="VerifierUnavailableException">The verifier does not start, or refuses what it must accept.</exception>
    public static async Task<ProvingGround> StartAsync(string folder, string verifier, ulong seed, IReadOnlyList<FirmwareImage> images, CancellationToken cancellation)
    {
        var world = World.Create(Path.Combine(folder, "factory"), seed, images);
        RunningVerifier? running = null;
        try
        {
            var starter = new VerifierStarter(verifier, Path.Combine(folder, "verifier"), world.Authority);
            running = await starter.StartAsync("main", [], cancellation);
            var ground = new ProvingGround(folder, world, starter, running);
            await ground.PublishReleasesAsync(cancellation);
            return ground;
        }
        catch
        {
            if (running is not null)
                await running.DisposeAsync();
            world.Dispose();
            throw;
        }
    }

    /// <summary>A bench whose artefacts go into a folder of its name.</summary>
    public FaultBench NewBench(string name, CancellationToken cancellation) =>
        new(World, _verifier.Client, new ArtefactFolder(Path.Combine(_folder, name)), name, _starter, cancellation);

    /// <summary>A genuine device: provisioned, enrolled, booted, judged.</summary>
    /// <param name="name">Unique in the world.</param>
    /// <param name="suite">Algorithm and form of its chain.</param>
    public async Task<VerifierAnswer> AttestGenuineAsync(string name, CryptoSuite suite, CancellationToken cancellation)
    {
        await using FaultBench bench = NewBench(name, cancellation);
        WorldDevice device = await bench.EnrolAsync(suite: suite);
        return await bench.AttestAsync(device.Board);
    }

    public async Task<VerifierAnswer> RunAsync(Fault fault, CancellationToken cancellation)
    {
        await using FaultBench bench = NewBench(fault.Name, cancellation);
        return await fault.Attack(bench);
    }

    public async ValueTask DisposeAsync()
    {
        await _verifier.DisposeAsync();
        World.Dispose();
    }

    private async Task PublishReleasesAsync(CancellationToken cancellation)
    {
        await using FaultBench bench = NewBench("releases", cancellation);
        await bench.PublishAsync(World.Older.Corim, "older.corim");
        await bench.PublishAsync(World.Current.Corim, "current.corim");
        bench.KeepManifests(World.Current);
    }
}
