namespace Attestation.SystemTests.Agent;

/// <summary><c>attest-agent</c> as a process: how it speaks.</summary>
public sealed class AgentCommandTests
{
    [Theory]
    [InlineData("help", "--help", 0)]
    [InlineData("version", "--version", 0)]
    [InlineData("unknown option", "--no-such-option", 2)]
    public async Task ItAnswersOnTheRightStream(string what, string argument, int exitCode)
    {
        CommandRun run = await CommandRun.Of("attest-agent", argument);
        Assert.True(run.ExitCode == exitCode, $"{what}: {run.ExitCode}");
        Assert.Equal(exitCode == 0, run.Error.Length == 0);
        Assert.Equal(exitCode == 0, run.Output.Length > 0);
    }

    [Theory]
    [InlineData("no gate", "No gate: name one with --gate")]
    [InlineData("a gate in the clear", "plain HTTP beyond this machine", "--gate", "http://gate.example/")]
    [InlineData("no address", "no http or https address of a gate", "--gate", "gate.example")]
    [InlineData("no pin", "pins no key", "--gate", "https://gate.example/", "--gate-pin", "sha1/x")]
    [InlineData("no file of authorities", "cannot be used", "--gate", "https://gate.example/", "--gate-ca-file", "/nonexistent", "--again")]
    [InlineData("no kind", "neither bootstrap-token nor client-certificate", "--gate", "https://gate.example/", "--join-kind", "token")]
    [InlineData("somebody else's key", "with --gate the agent makes it", "--gate", "https://gate.example/", "--kubelet-key", "kubelet.pem")]
    [InlineData("PCRs of no seal", "goes with --seal-kubelet-key", "--gate", "https://gate.example/", "--seal-pcrs", "sha256:7")]
    [InlineData("two wishes", "exclude each other", "--gate", "https://gate.example/", "--renew", "--again")]
    [InlineData("a token for a sealed key", "the kubelet keeps its key itself", "--gate", "https://gate.example/", "--token-only", "--seal-kubelet-key")]
    [InlineData("no time to wait", "no number of seconds", "--gate", "https://gate.example/", "--wait", "0")]
    public async Task AJoinThatCannotBeMeantSoEndsWithTwo(string what, string said, params string[] options)
    {
        using var folder = new TemporaryFolder();
        CommandRun run = await CommandRun.Of("attest-agent",
            ["join", "--verifier", "http://127.0.0.1:9/", "--tpm", "swtpm:path=/nonexistent", "--state", folder["state"], "--run-dir", folder["run"], .. options]);
        Assert.True(run.ExitCode == 2 && run.Error.Contains(said), $"{what}: {run.ExitCode} {run.Error}");
        Assert.Empty(run.Output);
    }
}
