using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Transports;

namespace Attestation.SystemTests.Tpm;

/// <summary>
/// A software TPM as a process of its own: state and sockets in a temporary folder, ended by its id. It serves one connection at a time, so a
/// test disposes its own before it runs a tool.
/// </summary>
internal sealed class Swtpm : IAsyncDisposable
{
    private readonly string folder;
    private string[] arguments = [];
    private Process? process;

    private Swtpm(string folder, TpmEndpoint data, TpmEndpoint control)
    {
        this.folder = folder;
        Data = data;
        Control = control;
    }

    public TpmEndpoint Data { get; }

    public TpmEndpoint Control { get; }

    /// <summary>A folder for files of tools; goes with the TPM.</summary>
    public string Work => Path.Combine(folder, "work");

    /// <summary>Where its manufacturer keeps the certificates of its authorities.</summary>
    public string Authorities => Path.Combine(folder, "ca");

    /// <summary>A TPM on TCP, started up, as tpm2-tools want it.</summary>
    /// <param name="prepare">Works on the folder of its state before the TPM runs, as a manufacturer does.</param>
    public static async Task<Swtpm> StartAsync(Action<string>? prepare = null)
    {
        int port = PairOfPorts();
        var tpm = new Swtpm(NewFolder(), TpmEndpoint.Tcp("127.0.0.1", port), TpmEndpoint.Tcp("127.0.0.1", port + 1));
        prepare?.Invoke(Path.Combine(tpm.folder, "state"));
        await tpm.RunAsync($"type=tcp,port={port}", $"type=tcp,port={port + 1}", "--flags", "not-need-init,startup-clear");
        return tpm;
    }

    /// <summary>A TPM on unix sockets without power: the test switches it on over the control channel.</summary>
    public static async Task<Swtpm> StartWithoutPowerAsync()
    {
        string folder = NewFolder();
        string data = Path.Combine(folder, "data"), control = Path.Combine(folder, "ctrl");
        var tpm = new Swtpm(folder, TpmEndpoint.Unix(data), TpmEndpoint.Unix(control));
        await tpm.RunAsync($"type=unixio,path={data}", $"type=unixio,path={control}");
        return tpm;
    }

    /// <summary>What a reset of the machine does to its TPM; TPM2_Startup must follow.</summary>
    public async Task ResetAsync()
    {
        await using SwtpmControl control = await SwtpmControl.ConnectAsync(Control, CancellationToken.None);
        await control.InitAsync(deleteVolatileState: false, CancellationToken.None);
    }

    /// <summary>What a power cut does, with a look into the state that lies on the disk, or a change of it, before the power is back.</summary>
    public async Task CutPowerAsync(Action<string> meanwhile)
    {
        process!.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
        meanwhile(Path.Combine(folder, "state"));
        await RunAsync(arguments);
    }

    public async Task<TpmConnection> ConnectAsync() => new(await SocketTransport.ConnectAsync(Data, CancellationToken.None));

    /// <summary>Runs a command of tpm2-tools in <see cref="Work"/>; its standard output. Fails the test where the tool fails.</summary>
    public string Tool(string command, params string[] arguments)
    {
        (int code, string output, string error) = TryTool(command, arguments);
        Assert.True(code == 0, $"{command} {string.Join(' ', arguments)} ended with {code}: {output}{error}");
        return output;
    }

    public (int Code, string Output, string Error) TryTool(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments)
        {
            WorkingDirectory = Work, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
        };
        start.Environment["TPM2TOOLS_TCTI"] = $"swtpm:host={Data.Host},port={Data.Port}";
        using Process tool = Process.Start(start)!;
        tool.StandardInput.Close();
        Task<string> error = tool.StandardError.ReadToEndAsync();
        string output = tool.StandardOutput.ReadToEnd();
        tool.WaitForExit();
        return (tool.ExitCode, output, error.Result);
    }

    public async ValueTask DisposeAsync()
    {
        if (process is not null)
        {
            if (!process.HasExited)
                process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Directory.Delete(folder, recursive: true);
    }

    private Task RunAsync(string server, string control, params string[] more) => RunAsync(arguments =
    [
        "socket", "--tpm2", "--tpmstate", "dir=" + Path.Combine(folder, "state"), "--server", server, "--ctrl", control,
        "--log", $"file={Path.Combine(folder, "log")},level=1", .. more,
    ]);

    private async Task RunAsync(string[] arguments)
    {
        process = Process.Start(new ProcessStartInfo("swtpm", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        process.StandardInput.Close();
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        for (int attempt = 0; attempt < 200; attempt++)
        {
            Assert.False(process.HasExited, "swtpm ended at once");
            try
            {
                await using SwtpmControl probe = await SwtpmControl.ConnectAsync(Control, CancellationToken.None);
                await probe.GetCapabilityAsync(CancellationToken.None);
                return;
            }
            catch (Exception e) when (e is SocketException or IOException)
            {
                await Task.Delay(25);
            }
        }
        Assert.Fail("swtpm did not come up");
    }

    private static string NewFolder()
    {
        string folder = Directory.CreateTempSubdirectory("attestation-swtpm-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "state"));
        Directory.CreateDirectory(Path.Combine(folder, "work"));
        return folder;
    }

    /// <summary>tpm2-tools look for the control channel on the port behind the data channel's.</summary>
    private static int PairOfPorts()
    {
        while (true)
        {
            using var first = new TcpListener(IPAddress.Loopback, 0);
            first.Start();
            int port = ((IPEndPoint)first.LocalEndpoint).Port;
            try
            {
                using var second = new TcpListener(IPAddress.Loopback, port + 1);
                second.Start();
                return port;
            }
            catch (SocketException)
            {
                // the next port is taken: look for another pair
            }
        }
    }
}
