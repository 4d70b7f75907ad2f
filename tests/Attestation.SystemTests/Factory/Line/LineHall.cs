using System.Security.Cryptography;
using Attestation.Factory.Releases;
using Attestation.Formats.Cose;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Factory.Line;
using Attestation.UnitTests.Factory.Stations;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>A factory hall: a manufacturer's world, the real verifier that trusts it, and a directory queue whose devices are virtual boards of this process.</summary>
internal sealed class LineHall : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();

    private LineHall()
    {
        FirmwareImage[] images = [new("boot.bin", [.. "bootloader"u8]), new("kernel.bin", [.. "kernel"u8]), new("app.bin", [.. "application"u8])];
        World = World.Create(_folder["world"], 7, images);
        Write("anchors/ca.pem", PemEncoding.WriteString("CERTIFICATE", World.Authority.Certificate));
        Write("keys/corim.pem", World.Authority.CorimKey.PublicKey.ToPem());
        File.WriteAllBytes(_folder["release.corim"], World.Current.Corim);
        Write("board.yaml", Board);
        Directory.CreateDirectory(Queue);
        Responder = new QueueResponder(Queue).Start();
    }

    public World World { get; }

    public VerifierProcess Verifier { get; private set; } = null!;

    public QueueResponder Responder { get; }

    public string Queue => _folder["queue"];

    public string Lot => _folder["lot"];

    public string Ca => _folder["world/ca"];

    public static async Task<LineHall> OpenAsync()
    {
        var hall = new LineHall();
        hall.Verifier = await VerifierProcess.StartAsync(hall._folder["data"], "--anchors", hall._folder["anchors"], "--corim-keys", hall._folder["keys"]);
        return hall;
    }

    /// <summary>A line over the queue.</summary>
    public string[] Line(params string[] more) =>
    [
        "line", "--lot", Lot, "--ca", Ca, "--board", _folder["board.yaml"], "--vendor", World.Vendor, "--model", World.Model,
        "--verifier", Verifier.Address.ToString(), "--release", _folder["release.corim"], "--queue", Queue, .. more,
    ];

    public BenchDevice Present(string name, string? openLock = null)
    {
        var device = new BenchDevice(World, name) { OpenLock = openLock };
        Responder.Present(name, device);
        return device;
    }

    public async ValueTask DisposeAsync()
    {
        await Responder.DisposeAsync();
        await Verifier.DisposeAsync();
        World.Dispose();
        _folder.Dispose();
    }

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[name])!);
        File.WriteAllText(_folder[name], text);
    }

    /// <summary>The bench's board: two locks that its firmware reads back, and one that only a tool can.</summary>
    private const string Board = """
        schema: 1
        name: bench
        title: Virtual board of the tests
        runtime: nanoframework
        target: NONE
        pins: []
        storage: { address: 0, size: 1 MiB, partitions: [ { name: all, offset: 0, size: 1 MiB, content: "Everything." } ] }
        deployment: { partition: all, layers: "I:", layers-partition: all }
        uds: { place: otp-page, location: page 1, schemes: [2, 1, 3], latch: hardware, latched-by: "The chip, until reset." }
        locks:
          - { id: secure-boot, guards: code, command: burn, read-back: show, expect: "1", readable-by: firmware, reversible: false }
          - { id: debug-port, guards: debug, command: burn, read-back: show, expect: "1", readable-by: firmware, reversible: false }
          - { id: uds-page, guards: secret, command: burn, read-back: show, expect: "1", readable-by: firmware, reversible: false }
          - { id: interpreter, guards: interpreter, command: build, read-back: "ask for a debugger", expect: "no answer", readable-by: tool, reversible: false }
        rollback: { place: otp-bits, location: rows, kept-by: [] }
        layer0: { measurement: stream, covers: everything }
        random: { source: generator, vouched-by: manual }
        native-hmac: []
        algorithms: [p256, ed25519]
        mode: { normal: [secure-boot, debug-port, interpreter], otherwise: debug, why: "With one of them open, anybody reads it." }

        """;
}
