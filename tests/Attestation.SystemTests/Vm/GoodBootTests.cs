namespace Attestation.SystemTests.Vm;

/// <summary>A machine that boots what its reference values name.</summary>
[Collection(VmCollection.Name)]
public sealed class GoodBootTests(BootScenario scenario)
{
    [VmFact]
    public async Task TheSecondBootIsAffirmed()
    {
        CommandRun run = scenario.Second.Step("attest");
        StoredVerdict verdict = await scenario.VerdictAsync(scenario.Second);
        Assert.True(run.ExitCode == 0, verdict.ToString());
        Assert.Equal("affirming", verdict.Status);
        Assert.Empty(verdict.Refusals);
    }

    [VmFact]
    public async Task EveryRequiredKindOfEventWasCompared()
    {
        StoredVerdict verdict = await scenario.VerdictAsync(scenario.Second);
        string[] compared = [.. verdict.Document.GetProperty("compared").EnumerateArray().Where(c => c.GetProperty("matched").GetBoolean()).Select(c => c.GetProperty("key").GetString()!)];
        foreach (string kind in (string[])["secure-boot", "firmware", "boot-loader", "kernel", "initrd", "command-line", "ima"])
            Assert.True(compared.Any(c => c.StartsWith(kind, StringComparison.Ordinal)), $"{kind} is not among {string.Join(", ", compared)}");
    }

    [VmFact]
    public async Task WithoutReferenceValuesTheSameBootWasRefused()
    {
        Assert.Equal(1, scenario.First.Step("attest").ExitCode);
        StoredVerdict verdict = await scenario.VerdictAsync(scenario.First);
        Assert.Equal("contraindicated", verdict.Status);
    }

    [VmFact]
    public async Task TheKernelsOwnLogsReplayToItsPcrs()
    {
        foreach (Boot boot in (Boot[])[scenario.First, scenario.Second])
        {
            CommandRun log = await CommandRun.Of("attest", "tpm", "eventlog", boot["eventlog"], "--pcrs", await BootPcrsAsync(boot));
            Assert.True(log.ExitCode == 0, log.Output + log.Error);
            string pcr10 = File.ReadLines(boot["pcrs"]).Single(line => line.StartsWith("sha256:10 ", StringComparison.Ordinal)).Split(' ')[1];
            CommandRun ima = await CommandRun.Of("attest", "ima", boot["ima"], "--pcr10", pcr10);
            Assert.True(ima.ExitCode == 0, ima.Output + ima.Error);
        }
    }

    /// <summary>The PCRs without the one that IMA goes on extending, which no boot log explains.</summary>
    private static async Task<string> BootPcrsAsync(Boot boot)
    {
        string path = boot["pcrs-of-the-boot"];
        await File.WriteAllLinesAsync(path, File.ReadLines(boot["pcrs"]).Where(line => !line.Contains(":10 ", StringComparison.Ordinal)));
        return path;
    }
}
