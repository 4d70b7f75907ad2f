using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Attestation.SystemTests.Factory.Line;

/// <summary>The real <c>attest-sim devices</c>: virtual boards that run the device's firmware behind a port.</summary>
internal sealed class SimulatedDevices : IDisposable
{
    private readonly Process _process;

    private SimulatedDevices(Process process, string endpoint) => (_process, Endpoint) = (process, endpoint);

    /// <summary>HOST:PORT.</summary>
    public string Endpoint { get; }

    public static async Task<SimulatedDevices> StartAsync(params string[] options)
    {
        Process process = Tether.Start(new ProcessStartInfo(CommandRun.Local("attest-sim"), ["devices", "--json", .. options]) { RedirectStandardOutput = true, RedirectStandardError = true });
        string said = "";
        while (!said.TrimEnd().EndsWith('}'))
            said += await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException(await process.StandardError.ReadToEndAsync());
        return new SimulatedDevices(process, (string)JsonNode.Parse(said)!["listen"]!);
    }

    /// <summary>Waits until the last device has left.</summary>
    /// <returns>What it says at its end.</returns>
    public async Task<string> EndAsync()
    {
        string error = await _process.StandardError.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return error;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
