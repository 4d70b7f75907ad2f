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
}
