using System.Diagnostics;

namespace Attestation.SystemTests.Factory;

/// <summary>Encrypted keys of the CA from the command line: passphrases come from files, standard input and a terminal, never from arguments.</summary>
public sealed class EncryptedKeyCommandTests
{
    private const string Passphrase = "not in any argument";

    [Fact]
    public async Task EveryCommandThatTakesAKeyOpensAnEncryptedOne()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ca.pass"], Passphrase + "\n");
        File.WriteAllText(folder["firmware.pass"], "another one\n");
        File.WriteAllText(folder["app.bin"], "application");
        await Expect(0, "", "ca", "new", "--out", folder["ca"], "--name", "Example Devices", "--encrypted", "--passphrase-file", folder["ca.pass"]);
        await Expect(0, "", "key", "new", "--out", folder["firmware.pem"], "--alg", "ed25519", "--passphrase-file", folder["firmware.pass"]);
        foreach (string key in new[] { "ca/ca.key.pem", "ca/corim.key.pem", "firmware.pem" })
            Assert.StartsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----", File.ReadAllText(folder[key]));

        string[] release = ["release", folder["app.bin"], "--vendor", "Example Devices", "--model", "edge-1", "--version", "2.0.0", "--svn", "2",
            "--key", folder["ca/corim.key.pem"], "--firmware-key", folder["firmware.pem"], "--out", folder["release.corim"]];
        string[] provision = ["provision", "--ca", folder["ca"], "--device-id", "unit-0001", "--vendor", "Example Devices", "--model", "edge-1", "--out", folder["unit"]];
        await Expect(2, "factory.passphrase-missing", release);
        await Expect(2, "factory.passphrase-wrong", [.. release, "--passphrase-file", folder["ca.pass"]]);
        await Expect(0, "", [.. release, "--passphrase-file", folder["ca.pass"], "--passphrase-file", folder["firmware.pass"]]);
        await Expect(2, "factory.passphrase-missing", provision);
        Assert.False(Directory.Exists(folder["unit"]));
        await Expect(0, "", [.. provision, "--passphrase-file", folder["ca.pass"]]);
    }

    [Fact]
    public async Task StandardInputGivesThePassphrase()
    {
        using var folder = new TemporaryFolder();
        string program = CommandRun.Local("attest-factory");
        await Shell($"printf '{Passphrase}\\n' | '{program}' ca new --out '{folder["ca"]}' --name 'Example Devices' --encrypted --passphrase-file -");
        await Shell($"printf '{Passphrase}' | openssl pkey -in '{folder["ca/ca.key.pem"]}' -passin stdin -noout");
    }

    /// <summary>A pseudo terminal of Python's library plays the person.</summary>
    [Fact]
    public async Task ATerminalIsAskedAndShowsNothing()
    {
        using var folder = new TemporaryFolder();
        string program = CommandRun.Local("attest-factory");
        string typist = $"""
            import os, pty, sys
            child, terminal = pty.fork()
            if child == 0:
                os.execv(sys.argv[1], sys.argv[1:])
            shown = b""
            for prompt, answer in [(b"New passphrase of", b"{Passphrase}\r"), (b"Once more: ", b"{Passphrase}\r")]:
                while prompt not in shown:
                    shown += os.read(terminal, 1024)
                os.write(terminal, answer)
            try:
                while True:
                    shown += os.read(terminal, 1024)
            except OSError:
                pass
            assert b"{Passphrase}" not in shown, shown
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;
        File.WriteAllText(folder["typist.py"], typist);
        await Shell($"python3 '{folder["typist.py"]}' '{program}' ca new --out '{folder["ca"]}' --name 'Example Devices' --encrypted");
        await Shell($"printf '{Passphrase}' | openssl pkey -in '{folder["ca/corim.key.pem"]}' -passin stdin -noout");
    }

    private static async Task Expect(int exitCode, string says, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of("attest-factory", arguments);
        Assert.True(run.ExitCode == exitCode, $"{string.Join(' ', arguments)}: {run.ExitCode} {run.Error}");
        Assert.Contains(says, run.Error);
        Assert.DoesNotContain(Passphrase, run.Output + run.Error);
    }

    private static async Task Shell(string line)
    {
        var start = new ProcessStartInfo("bash", ["-c", "set -o pipefail; " + line]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{line}: {await output}{error}");
    }
}
