using System.Diagnostics;
using System.Net;
using System.Runtime.Versioning;

namespace Attestation.SystemTests.Verifier;

[SupportedOSPlatform("linux")]
public sealed class StartAndStopTests
{
    [Fact]
    public async Task StartsAnswersAndStopsOnSigterm()
    {
        using var folder = new TemporaryFolder();
        await using VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]);
        Assert.Equal(HttpStatusCode.OK, (await verifier.Client.GetAsync("healthz")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await verifier.Client.GetAsync("readyz")).StatusCode);
        Assert.Equal(0, await verifier.StopAsync());
        Assert.Contains("\"EventId\":2", verifier.Log);
    }

    [Theory]
    [InlineData("an unknown option", "--nonsense")]
    [InlineData("a number that is none", "--session-ttl soon")]
    public async Task AUsageErrorEndsWith2(string what, string line)
    {
        (int exitCode, string error) = await VerifierProcess.RunToEndAsync(line.Split(' '));
        Assert.True(exitCode == 2 && error.Length > 0, what + error);
    }

    [Theory]
    [InlineData("ATTEST_SESSION_TTL", "soon")]
    [InlineData("ATTEST_EAR_TTL", "-1")]
    [InlineData("ATTEST_LOG_FORMAT", "3")]
    [InlineData("ATTEST_RESULT_FINDINGS", "some")]
    public async Task AWrongVariableIsNamed(string variable, string value)
    {
        var start = new ProcessStartInfo(VerifierProcess.Executable) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment[variable] = value;
        using Process process = Process.Start(start)!;
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(2, process.ExitCode);
        Assert.StartsWith("attest-verifier: service.option:", error, StringComparison.Ordinal);
        Assert.Contains($"{variable}={value}", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheKeyStaysAndIsTheOwnersAlone()
    {
        using var folder = new TemporaryFolder();
        string first, second;
        await using (VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]))
            first = await verifier.Client.GetStringAsync(".well-known/jwks.json");
        await using (VerifierProcess verifier = await VerifierProcess.StartAsync(folder["data"]))
            second = await verifier.Client.GetStringAsync(".well-known/jwks.json");
        Assert.Equal(first, second);
        const UnixFileMode owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        Assert.Equal(owner, File.GetUnixFileMode(folder["data/ear-key.pem"]));
        Assert.Equal(owner, File.GetUnixFileMode(folder["data/verifier.db"]));
        Assert.Equal(owner | UnixFileMode.UserExecute, File.GetUnixFileMode(folder["data"]));
    }
}
