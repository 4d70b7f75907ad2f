using System.Diagnostics;

namespace Attestation.SystemTests.Agent;

/// <summary>Gives a software TPM endorsement keys and certificates, as swtpm_setup does it: RSA-2048 and P-384, with a CA of its own beside the state.</summary>
internal static class SwtpmManufacturer
{
    public static void Certify(string state)
    {
        string ca = Path.Combine(state, "..", "ca");
        Directory.CreateDirectory(ca);
        File.WriteAllText(Path.Combine(ca, "localca.conf"), $"""
            statedir = {ca}
            signingkey = {ca}/signkey.pem
            issuercert = {ca}/issuercert.pem
            certserial = {ca}/certserial

            """);
        File.WriteAllText(Path.Combine(ca, "localca.options"), "--platform-manufacturer Test\n--platform-version 1\n--platform-model Node\n");
        File.WriteAllText(Path.Combine(ca, "setup.conf"), $"""
            create_certs_tool = /usr/bin/swtpm_localca
            create_certs_tool_config = {ca}/localca.conf
            create_certs_tool_options = {ca}/localca.options
            active_pcr_banks = sha1,sha256,sha384

            """);
        Run("swtpm_setup", "--tpm2", "--tpmstate", state, "--config", Path.Combine(ca, "setup.conf"), "--create-ek-cert", "--lock-nvram", "--overwrite");
    }

    private static void Run(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo(command, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, output + error.Result);
    }
}
