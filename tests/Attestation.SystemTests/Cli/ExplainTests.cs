using System.Text.Json.Nodes;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;
using Attestation.SystemTests.Simulator;

namespace Attestation.SystemTests.Cli;

/// <summary><c>attest explain ID --verifier URL</c> against the real service.</summary>
[Collection(ProvingGroundCollection.Name)]
public sealed class ExplainTests(ProvingGroundFixture fixture)
{
    [Fact]
    public async Task ARefusalIsExplainedWithItsReasonAndWhatToDo()
    {
        Fault fault = FaultCatalogue.BuiltIn().Find("debug-mode")! with { Name = "explained" };
        VerifierAnswer answer = await fixture.Ground.RunAsync(fault, CancellationToken.None);
        string id = JsonNode.Parse(answer.Document!)!["id"]!.ToString();
        CommandRun run = await CommandRun.Of("attest", "explain", id, "--verifier", fixture.Ground.VerifierAddress.ToString());
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("status:        contraindicated", run.Output, StringComparison.Ordinal);
        Assert.Contains("dice.layer.mode.debug at layer 0/mode", run.Output, StringComparison.Ordinal);
        Assert.Contains("what to do:", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnUnknownAppraisalIsAUsageError()
    {
        CommandRun run = await CommandRun.Of("attest", "explain", new string('0', 32), "--verifier", fixture.Ground.VerifierAddress.ToString(), "--json");
        Assert.Equal((2, ""), (run.ExitCode, run.Error));
        Assert.Equal(2, (int)JsonNode.Parse(run.Output)!["exitCode"]!);
    }
}
