namespace Attestation.SystemTests.Vm;

/// <summary>Each change of a boot is refused with a reason of its own, which names the event, what was expected and what was seen.</summary>
[Collection(VmCollection.Name)]
public sealed class ChangedBootTests(BootScenario scenario)
{
    [VmFact]
    public async Task OneMoreKernelArgument()
    {
        StoredVerdict verdict = await RefusedAsync(scenario.CommandLine);
        Told told = verdict["boot.command-line"];
        Assert.Matches(@"^event \d+ \(PCR \d+", told.Where);
        Assert.Contains("rootfstype=ramfs ima_policy=tcb ima_hash=sha256 panic=5", told.Expected);
        Assert.DoesNotContain(BootScenario.ChangedWord, told.Expected);
        Assert.Contains(scenario.CommandLine.Text("cmdline").Split("BOOT_IMAGE=")[^1].Trim(), told.Actual);
        Assert.EndsWith(BootScenario.ChangedWord, told.Actual);
        Assert.DoesNotContain("boot.kernel", verdict.Refusals);
        Assert.DoesNotContain("boot.initrd", verdict.Refusals);
        Assert.DoesNotContain(verdict.Refusals, code => code.StartsWith("ima.", StringComparison.Ordinal));
    }

    [VmFact]
    public async Task AnotherInitramfs()
    {
        StoredVerdict verdict = await RefusedAsync(scenario.OtherInitrd);
        Told told = verdict["boot.initrd"];
        Assert.Matches(@"^event \d+ \(PCR \d+", told.Where);
        Assert.Contains("/initrd.img", told.Where + told.Actual);
        Assert.NotEqual(told.Expected, told.Actual);
        Assert.Equal(["boot.initrd"], verdict.Refusals);
    }

    [VmFact]
    public async Task AnOlderKernelThatDebianSignedToo()
    {
        Assert.NotEqual(scenario.First.Text("release"), scenario.OldKernel.Text("release"));
        StoredVerdict verdict = await RefusedAsync(scenario.OldKernel);
        Told told = verdict["boot.kernel"];
        Assert.Matches(@"^event \d+ \(PCR \d+", told.Where);
        Assert.Contains("/vmlinuz", told.Where + told.Actual);
        Assert.DoesNotContain("boot.secure-boot.off", verdict.Refusals);
        Assert.DoesNotContain("boot.initrd", verdict.Refusals);
        Assert.DoesNotContain("boot.command-line", verdict.Refusals);
    }

    [VmFact]
    public async Task SecureBootOff()
    {
        StoredVerdict verdict = await RefusedAsync(scenario.SecureBootOffWithLog);
        Told told = verdict["boot.secure-boot.off"];
        Assert.Matches(@"^event \d+ \(PCR \d+", told.Where);
        Assert.NotEqual(told.Expected, told.Actual);
    }

    [VmFact]
    public async Task SecureBootOffAndNoEventLog()
    {
        Assert.Equal("", scenario.SecureBootOff.Text("eventlog"));
        StoredVerdict verdict = await RefusedAsync(scenario.SecureBootOff);
        Assert.Equal("the boot event log", verdict["node.log.boot-missing"].Expected);
        Assert.Contains("boot.secure-boot.unknown", verdict.Refusals);
        Assert.DoesNotContain("boot.secure-boot.off", verdict.Refusals);
    }

    [VmFact]
    public async Task AnUnknownProgramThatRanAfterAGoodBoot()
    {
        Assert.Equal(1, scenario.Second.Step("later").ExitCode);
        StoredVerdict verdict = await scenario.VerdictAsync(scenario.Second, "later");
        Assert.Equal("contraindicated", verdict.Status);
        Told told = verdict["ima.not-allowed"];
        Assert.Contains(BootScenario.UnknownProgram, told.Where);
        Assert.Equal(["ima.not-allowed"], verdict.Refusals);
    }

    private async Task<StoredVerdict> RefusedAsync(Boot boot)
    {
        StoredVerdict verdict = await scenario.VerdictAsync(boot);
        Assert.Equal("contraindicated", verdict.Status);
        Assert.Equal(1, boot.Step("attest").ExitCode);
        return verdict;
    }
}
