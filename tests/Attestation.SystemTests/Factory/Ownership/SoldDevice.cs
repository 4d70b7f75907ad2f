using System.Net;
using System.Text.Json;
using Attestation.Factory.Stations.Serial;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Devices;
using Attestation.SystemTests.Verifier;

namespace Attestation.SystemTests.Factory.Ownership;

/// <summary>A manufacturer with a release, a lot of one device made on the line, and that device in a fixture afterwards. Only commands and the device's own
/// protocol are used; the simulator serves the device in this process.</summary>
internal sealed class SoldDevice : IAsyncDisposable
{
    private static readonly string[] Class = ["--vendor", "Example Devices", "--model", "edge-1"];

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _end = new();
    private readonly FixtureListener _listener = new(new IPEndPoint(IPAddress.Loopback, 0));
    private DeviceFixture? _fixture;
    private Task _running = Task.CompletedTask;

    public string this[string name] => _folder[name];

    public string Tcp => _listener.Endpoint.ToString();

    public string Ueid { get; private set; } = "";

    public VerifierProcess Manufacturer { get; private set; } = null!;

    public static async Task<SoldDevice> MakeAsync()
    {
        var sold = new SoldDevice();
        await sold.ReleaseAsync();
        Directory.CreateDirectory(sold["anchors"]);
        File.Copy(sold["ca/ca.crt.pem"], sold["anchors/ca.pem"]);
        sold.Manufacturer = await sold.VerifierAsync("manufacturer", "--anchors", sold["anchors"]);
        await sold.ProvisionAsync();
        sold.PutBack();
        return sold;
    }

    /// <summary>A verifier that trusts the manufacturer's CoRIM key.</summary>
    public Task<VerifierProcess> VerifierAsync(string name, params string[] more)
    {
        Directory.CreateDirectory(_folder["keys"]);
        File.Copy(_folder["ca/corim.pub.pem"], _folder["keys/manufacturer.pem"], overwrite: true);
        return VerifierProcess.StartAsync(_folder[name], ["--corim-keys", _folder["keys"], .. more]);
    }

    public async Task<CommandRun> Good(params string[] arguments)
    {
        CommandRun run = await CommandRun.Of("attest-factory", arguments);
        Assert.True(run.ExitCode == 0, $"{string.Join(' ', arguments)}: {run.Error}{run.Output}");
        return run;
    }

    /// <summary>A change of ownership with the device at the line.</summary>
    public Task<CommandRun> ChangeAsync(params string[] arguments) =>
        CommandRun.Of("attest-factory", [.. arguments, "--record", _folder["device.owners"], "--record-key", _folder["ca/corim.key.pem"], "--tcp", Tcp, "--json"]);

    /// <summary>The device answers a verifier's challenge.</summary>
    /// <returns>Status and codes of the findings.</returns>
    public async Task<(string Status, string[] Codes)> AppraiseAsync(VerifierProcess verifier)
    {
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        await using var source = new TcpDeviceSource(_listener.Endpoint.Address.ToString(), _listener.Endpoint.Port);
        await using var device = (SerialDevice)(await source.NextAsync(default))!;
        using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), await device.AttestAsync(nonce, default), BootedBoard.EvidenceMediaType);
        using JsonDocument document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        JsonElement appraisal = JsonElement.Parse(await verifier.Client.GetStringAsync(document.RootElement.GetProperty("appraisal").GetString()));
        return (appraisal.GetProperty("status").GetString()!, [.. appraisal.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)]);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        try
        {
            await _running;
        }
        catch (OperationCanceledException)
        {
        }
        if (Manufacturer is not null)
            await Manufacturer.DisposeAsync();
        _listener.Dispose();
        _fixture?.Dispose();
        _end.Dispose();
        _folder.Dispose();
    }

    private async Task ReleaseAsync()
    {
        await Good("ca", "new", "--out", _folder["ca"], "--name", "Example Devices");
        await Good("key", "new", "--out", _folder["firmware.pem"]);
        await Good(["release", "build", "--board", "esp32", .. Class, "--version", "2.0.0", "--svn", "2", "--resident-version", "1.0.0", "--resident-svn", "1",
            "--resident", $"factory={Image("nanoCLR.bin")}", "--resident", $"deploy={Image("boot.bin")}", "--layer", $"app={Image("app.pe")}",
            "--board-configuration", Image("board.cbor"), "--key", _folder["ca/corim.key.pem"], "--firmware-key", _folder["firmware.pem"], "--out", _folder["release"]]);
    }

    private async Task ProvisionAsync()
    {
        using (var listener = new FixtureListener(new IPEndPoint(IPAddress.Loopback, 0)))
        using (DeviceFixture fixture = Fixture())
        {
            Task running = listener.RunAsync(fixture, () => { }, _end.Token);
            await Good(["line", "--lot", _folder["lot"], "--ca", _folder["ca"], "--board", "esp32", .. Class, "--verifier", Manufacturer.Address.ToString(),
                "--release", _folder["release/release.corim"], "--tcp", listener.Endpoint.ToString(), "--json"]);
            await running;
        }
        await Good("export", _folder["lot"], "--ca-certificate", _folder["ca/ca.crt.pem"], "--key", _folder["ca/corim.key.pem"], "--out", _folder["lot.corim"], "--list", _folder["lot.json"]);
        using JsonDocument list = JsonDocument.Parse(File.ReadAllText(_folder["lot.json"]));
        Ueid = Assert.Single(list.RootElement.GetProperty("devices").EnumerateArray()).GetProperty("ueid").GetString()!;
    }

    /// <summary>The device that left the line, with all that it remembers, at another station.</summary>
    private void PutBack()
    {
        foreach (string mark in Directory.EnumerateFiles(_folder["state"], "left", SearchOption.AllDirectories).ToArray())
            File.Delete(mark);
        _fixture = Fixture();
        _running = _listener.RunAsync(_fixture, () => { }, _end.Token);
    }

    private DeviceFixture Fixture() => new(new DeviceMaker(ReleaseOnBoard.Read(_folder["release"]) with { Scheme = 1 }, seed: 5, folder: _folder["state"]), 1);

    private string Image(string name)
    {
        File.WriteAllText(_folder[name], name);
        return _folder[name];
    }
}
