using System.Text;
using Attestation.Factory.Authorities;
using Attestation.Factory.Releases;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;
using Attestation.Simulator.Worlds;

namespace Attestation.Simulator.Demonstration;

/// <summary>A world, and a verifier that trusts its manufacturer and knows its releases. Ends the verifier when disposed.
/// <code>
/// FOLDER/factory/     CA, keys, fuses of all devices
/// FOLDER/releases/    CoRIMs of both releases
/// FOLDER/verifier/    anchors, CoRIM keys, data and log of the service
/// FOLDER/DEVICE/      what was exchanged about one device
/// </code></summary>
public sealed class ProvingGround : IAsyncDisposable
{
    private readonly string _folder;
    private readonly VerifierProcess _process;
    private readonly VerifierClient _client;

    private ProvingGround(string folder, World world, VerifierProcess process)
    {
        _folder = folder;
        World = world;
        _process = process;
        _client = VerifierClient.For(process.Address);
    }

    public World World { get; }

    public Uri VerifierAddress => _process.Address;

    /// <summary>Makes the factory, starts the verifier and submits both releases.</summary>
    /// <param name="folder">Absent or empty.</param>
    /// <param name="verifier">attest-verifier, or its assembly.</param>
    /// <param name="seed">Of all secrets.</param>
    /// <param name="images">In boot order, at least two.</param>
    /// <exception cref="VerifierUnavailableException">The verifier does not start, or refuses what it must accept.</exception>
    public static async Task<ProvingGround> StartAsync(string folder, string verifier, ulong seed, IReadOnlyList<FirmwareImage> images, CancellationToken cancellation)
    {
        var world = World.Create(Path.Combine(folder, "factory"), seed, images);
        try
        {
            string home = Path.Combine(folder, "verifier");
            Trust(home, world);
            string[] options = ["--data", Path.Combine(home, "data"), "--anchors", Path.Combine(home, "anchors"), "--corim-keys", Path.Combine(home, "corim-keys")];
            VerifierProcess process = await VerifierProcess.StartAsync(verifier, options, Path.Combine(home, "verifier.log"), cancellation);
            var ground = new ProvingGround(folder, world, process);
            await ground.PublishReleasesAsync(cancellation);
            return ground;
        }
        catch
        {
            world.Dispose();
            throw;
        }
    }

    /// <summary>A bench whose artefacts go into a folder of its name.</summary>
    public FaultBench NewBench(string name, CancellationToken cancellation) =>
        new(World, _client, new ArtefactFolder(Path.Combine(_folder, name)), name, cancellation);

    /// <summary>A genuine device: provisioned, enrolled, booted, judged.</summary>
    public async Task<VerifierAnswer> AttestGenuineAsync(CryptoSuite suite, CancellationToken cancellation)
    {
        using FaultBench bench = NewBench("genuine-" + suite.Name, cancellation);
        WorldDevice device = await bench.EnrolAsync(suite: suite);
        return await bench.AttestAsync(device.Board);
    }

    public async Task<VerifierAnswer> RunAsync(Fault fault, CancellationToken cancellation)
    {
        using FaultBench bench = NewBench(fault.Name, cancellation);
        return await fault.Attack(bench);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
        World.Dispose();
    }

    private static void Trust(string home, World world)
    {
        Directory.CreateDirectory(Path.Combine(home, "anchors"));
        Directory.CreateDirectory(Path.Combine(home, "corim-keys"));
        string certificate = System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", world.Authority.Certificate) + "\n";
        File.WriteAllText(Path.Combine(home, "anchors", ManufacturerCa.RootCertificateName), certificate, Encoding.ASCII);
        File.WriteAllText(Path.Combine(home, "corim-keys", ManufacturerCa.CorimPublicName), world.Authority.CorimKey.PublicKey.ToPem(), Encoding.ASCII);
    }

    private async Task PublishReleasesAsync(CancellationToken cancellation)
    {
        using FaultBench bench = NewBench("releases", cancellation);
        try
        {
            await bench.PublishAsync(World.Older.Corim, "older.corim");
            await bench.PublishAsync(World.Current.Corim, "current.corim");
        }
        catch
        {
            await DisposeAsync();
            throw;
        }
    }
}
