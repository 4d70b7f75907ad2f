using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Attestation.Simulator.Commands;
using Attestation.Tpm.Commands;
using Attestation.Tpm.Sessions;
using Attestation.Tpm.Transports;
using Attestation.Tpm.Wire;

namespace Attestation.Simulator.Nodes;

/// <summary>
/// The TPM of a virtual node: an swtpm process with its state, a manufacturer's CA of its own that certified its endorsement keys, and unix sockets, all
/// in one folder. The process outlives the command that started it and is ended over its control channel.
/// </summary>
public sealed class SoftwareTpm(string folder)
{
    /// <summary>sockaddr_un holds 108 bytes with its end.</summary>
    private const int LongestSocketPath = 107;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public string DataSocket => Path.Combine(folder, "tpm.sock");

    /// <summary>Certificates that the endorsement certificates chain to, for a verifier's --ek-roots.</summary>
    public string Roots => Path.Combine(folder, "ek-roots");

    private string ControlSocket => Path.Combine(folder, "tpm.ctrl");

    private string State => Path.Combine(folder, "tpm");

    /// <summary>Makes the TPM: RSA-2048 and P-384 endorsement keys with certificates, as swtpm's own manufacturer does it.</summary>
    /// <exception cref="NodeException">swtpm_setup is missing or failed.</exception>
    public void Manufacture()
    {
        if (DataSocket.Length > LongestSocketPath || ControlSocket.Length > LongestSocketPath)
            throw new UsageException($"{folder}: the path is too long for a socket; choose one of at most {LongestSocketPath - "/tpm.ctrl".Length} bytes");
        string ca = Path.Combine(folder, "ca");
        Directory.CreateDirectory(State);
        Directory.CreateDirectory(ca);
        File.WriteAllText(Path.Combine(ca, "localca.conf"), $"statedir = {ca}\nsigningkey = {ca}/signkey.pem\nissuercert = {ca}/issuercert.pem\ncertserial = {ca}/certserial\n");
        File.WriteAllText(Path.Combine(ca, "localca.options"), "--platform-manufacturer Simulator\n--platform-version 1\n--platform-model Node\n");
        File.WriteAllText(Path.Combine(ca, "setup.conf"),
            $"create_certs_tool = /usr/bin/swtpm_localca\ncreate_certs_tool_config = {ca}/localca.conf\ncreate_certs_tool_options = {ca}/localca.options\nactive_pcr_banks = sha1,sha256,sha384\n");
        Run("swtpm_setup", "--tpm2", "--tpmstate", State, "--config", Path.Combine(ca, "setup.conf"), "--create-ek-cert", "--lock-nvram", "--overwrite");
        Directory.CreateDirectory(Roots);
        foreach (string certificate in Directory.GetFiles(ca, "*cert.pem"))
            File.Copy(certificate, Path.Combine(Roots, Path.GetFileName(certificate)), overwrite: true);
    }

    /// <summary>Starts the process and switches the TPM on.</summary>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (await IsRunningAsync(cancellation))
            throw new UsageException($"{folder}: this node is running; end it with attest-sim node down, or reboot it");
        File.Delete(DataSocket);
        File.Delete(ControlSocket);
        Run("swtpm", "socket", "--tpm2", "--tpmstate", "dir=" + State, "--server", "type=unixio,path=" + DataSocket, "--ctrl", "type=unixio,path=" + ControlSocket,
            "--log", $"file={Path.Combine(folder, "swtpm.log")},level=1", "--daemon");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        while (!await IsRunningAsync(limit.Token))
            await Task.Delay(20, limit.Token);
        await PowerOnAsync(cancellation);
    }

    /// <summary>What a reset of the machine does: PCRs are as at the start, the reset counter moves.</summary>
    public async Task ResetAsync(CancellationToken cancellation)
    {
        if (!await IsRunningAsync(cancellation))
            throw new UsageException($"{folder}: no node is running there");
        await using (TpmConnection tpm = await ConnectAsync(cancellation))
            await tpm.SendAsync(new Shutdown(TpmSu.Clear), cancellation);
        await PowerOnAsync(cancellation);
    }

    /// <summary>Ends the process; false where none runs.</summary>
    public async Task<bool> EndAsync(CancellationToken cancellation)
    {
        if (!await IsRunningAsync(cancellation))
            return false;
        await using (TpmConnection tpm = await ConnectAsync(cancellation))
            await tpm.SendAsync(new Shutdown(TpmSu.Clear), cancellation);
        await using SwtpmControl control = await ControlAsync(cancellation);
        await control.ShutdownAsync(cancellation);
        return true;
    }

    public async Task<TpmConnection> ConnectAsync(CancellationToken cancellation) =>
        new(await SocketTransport.ConnectAsync(TpmEndpoint.Unix(DataSocket), cancellation));

    private async Task PowerOnAsync(CancellationToken cancellation)
    {
        await using (SwtpmControl control = await ControlAsync(cancellation))
            await control.InitAsync(deleteVolatileState: false, cancellation);
        await using TpmConnection tpm = await ConnectAsync(cancellation);
        await tpm.SendAsync(new Startup(TpmSu.Clear), cancellation);
    }

    private async Task<bool> IsRunningAsync(CancellationToken cancellation)
    {
        if (!File.Exists(ControlSocket))
            return false;
        try
        {
            await using SwtpmControl control = await ControlAsync(cancellation);
            await control.GetCapabilityAsync(cancellation);
            return true;
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return false;
        }
    }

    private Task<SwtpmControl> ControlAsync(CancellationToken cancellation) => SwtpmControl.ConnectAsync(TpmEndpoint.Unix(ControlSocket), cancellation);

    private static void Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            using Process process = Process.Start(start)!;
            process.StandardInput.Close();
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
                throw new NodeException(string.Create(CultureInfo.InvariantCulture, $"{program} ended with {process.ExitCode}: {output}{error.Result}").TrimEnd());
        }
        catch (Win32Exception e)
        {
            throw new NodeException($"{program} cannot be started ({e.Message}): install swtpm and swtpm-tools", e);
        }
    }
}
