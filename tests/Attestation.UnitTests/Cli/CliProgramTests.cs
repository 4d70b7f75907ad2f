using System.Text.Json.Nodes;
using Attestation.Cli;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Cli;

public sealed class CliProgramTests
{
    [Theory]
    [InlineData("nothing", "")]
    [InlineData("unknown command", "judge")]
    [InlineData("unknown option", "explain dice.layer.code --loud")]
    [InlineData("argument missing", "explain")]
    [InlineData("one argument too many", "explain dice.layer.code dice.layer.config")]
    [InlineData("a folder is no file", "inspect /")]
    [InlineData("a response file is not expanded", "explain @args.txt")]
    public void UsageErrorsExitWith2AndAHint(string defect, string line)
    {
        Attest run = Attest.Run(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.True(run.ExitCode == ExitCodes.Usage, defect);
        Assert.Empty(run.Out);
        Assert.StartsWith("attest: ", run.Error, StringComparison.Ordinal);
        Assert.Contains("\nhint: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AUsageErrorInJsonIsOneDocument()
    {
        (int exitCode, JsonObject document) = Attest.Json("explain");
        Assert.Equal(ExitCodes.Usage, exitCode);
        Assert.Equal(2, (int)document["exitCode"]!);
        Assert.NotNull(document["error"]);
    }

    [Fact]
    public void HelpNamesEveryCommandAndTheExitCodes()
    {
        Attest run = Attest.Run("--help");
        Assert.Equal(ExitCodes.Good, run.ExitCode);
        Assert.All(new[] { "inspect", "explain", "Exit codes: 0 good, 1 refused" }, word => Assert.Contains(word, run.Out, StringComparison.Ordinal));
    }

    public static TheoryData<string> Codes => [.. ReasonTable.All.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void EveryReasonIsExplained(string id)
    {
        Assert.True(ReasonTable.TryFind(id, out ReasonCode reason));
        Attest run = Attest.Run("explain", id);
        Assert.Equal(ExitCodes.Good, run.ExitCode);
        Assert.Contains(reason.Sentence, run.Out, StringComparison.Ordinal);
        Assert.Contains(reason.Remedy, run.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("the event of a log", "6014", "device.not-provisioned")]
    [InlineData("the number that a device blinks", "14", "device.not-provisioned")]
    [InlineData("the event of another area", "1900", "factory.zero-uds")]
    public void ANumberIsExplainedToo(string description, string number, string reason)
    {
        (int exitCode, JsonObject document) = Attest.Json("explain", number);
        Assert.True(exitCode == ExitCodes.Good, description);
        Assert.Equal(reason, (string?)document["code"]);
    }

    [Theory]
    [InlineData("99")]
    [InlineData("-1")]
    [InlineData("6099")]
    [InlineData("99999999999")]
    public void ANumberOfNothingIsAUsageError(string number) => Assert.Equal(ExitCodes.Usage, Attest.Run("explain", "--", number).ExitCode);

    [Fact]
    public void AnUnknownReasonNamesItsNeighbours()
    {
        Attest run = Attest.Run("explain", "policy.nonsense");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("policy.vacuous", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AVerifierThatDoesNotAnswerIsNoVerdict()
    {
        Attest run = Attest.Run("explain", "some-id", "--verifier", "http://127.0.0.1:1");
        Assert.Equal(ExitCodes.Failed, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void AVerifierThatIsNoUrlIsAUsageError() =>
        Assert.Equal(ExitCodes.Usage, Attest.Run("explain", "some-id", "--verifier", "ftp://x").ExitCode);

    [Fact]
    public void AMissingFileIsAUsageError()
    {
        Attest run = Attest.Run("inspect", "no-such-file");
        Assert.Equal(ExitCodes.Usage, run.ExitCode);
        Assert.Contains("no-such-file does not exist", run.Error, StringComparison.Ordinal);
    }
}
