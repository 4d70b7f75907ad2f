using System.Text.Json;

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
        JsonElement verdict = (await scenario.VerdictAsync(scenario.Second)).Document;
        HashSet<string> compared = [.. verdict.GetProperty("compared").EnumerateArray()
            .Where(c => c.GetProperty("matched").GetBoolean()).Select(c => c.GetProperty("key").GetString()!)];
        Assert.Superset(new HashSet<string>(["secure-boot", "firmware", "boot-loader", "kernel", "initrd", "command-line"]), compared);
        Assert.All(verdict.GetProperty("compared").EnumerateArray(), c => Assert.True(c.GetProperty("matched").GetBoolean(), c.ToString()));
        JsonElement boot = verdict.GetProperty("boot"), ima = verdict.GetProperty("ima");
        Assert.True(boot.GetProperty("secureBoot").GetBoolean());
        Assert.EndsWith(scenario.Second.Text("cmdline").Split("/vmlinuz ")[^1].Trim(), boot.GetProperty("commandLine").GetString()!.Trim());
        Assert.True(ima.GetProperty("matched").GetBoolean());
        Assert.Equal(File.ReadLines(scenario.First["ima.ascii"]).Count(), ima.GetProperty("judged").GetInt64());
        Assert.Equal(0, ima.GetProperty("excluded").GetInt64() + ima.GetProperty("violations").GetInt64());
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
