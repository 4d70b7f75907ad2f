using System.Text.Json;

namespace Attestation.SystemTests.Vm;

/// <summary>The node's DICE identity: the TPM stands in for the fused secret, kernel, initramfs and agent are its layers.</summary>
[Collection(VmCollection.Name)]
public sealed class IdentityTests(BootScenario scenario)
{
    [VmFact]
    public void TheSameSoftwareHasTheSameIdentityInEveryBoot()
    {
        Identity first = Of(scenario.First), second = Of(scenario.Second);
        Assert.Equal((first.UdsKey, first.AttestationKey), (second.UdsKey, second.AttestationKey));
        Assert.True(second.Boot > first.Boot);
    }

    [VmFact]
    public void AnotherCommandLineHasAnotherIdentityOfTheSameDevice()
    {
        Identity good = Of(scenario.Second), changed = Of(scenario.CommandLine);
        Assert.Equal(good.UdsKey, changed.UdsKey);
        Assert.NotEqual(good.AttestationKey, changed.AttestationKey);
    }

    [VmFact]
    public void AnotherMachineIsAnotherDevice() => Assert.NotEqual(Of(scenario.First).UdsKey, Of(scenario.OtherInitrd).UdsKey);

    [VmFact]
    public async Task TheVerifierJudgedTheIdentityThatItCertified()
    {
        StoredVerdict verdict = await scenario.VerdictAsync(scenario.Second);
        Assert.Equal(Of(scenario.First).UdsKey, verdict.Document.GetProperty("device").GetProperty("udsKeyThumbprint").GetString());
    }

    [VmFact]
    public void BehindTheLatchTheTpmGivesNoIdentity()
    {
        CommandRun again = scenario.Second.Step("latch-again");
        Assert.Equal(1, again.ExitCode);
        Assert.Contains("PCR 13 is not zero", again.Error);
    }

    [VmFact]
    public void WithoutAnEventLogThereIsNoIdentity()
    {
        CommandRun latch = scenario.SecureBootOff.Step("latch");
        Assert.Equal(1, latch.ExitCode);
        Assert.Contains("names no kernel", latch.Error);
    }

    private static Identity Of(Boot boot)
    {
        CommandRun latch = boot.Step("latch");
        Assert.True(latch.ExitCode == 0, latch.Error);
        JsonElement line = latch.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(text => JsonElement.Parse(text))
            .Single(value => value.GetProperty("name").GetString() == "identity");
        return new Identity(line.GetProperty("udsKey").GetString()!, line.GetProperty("attestationKey").GetString()!, ulong.Parse(line.GetProperty("boot").GetString()!));
    }

    private sealed record Identity(string UdsKey, string AttestationKey, ulong Boot);
}
