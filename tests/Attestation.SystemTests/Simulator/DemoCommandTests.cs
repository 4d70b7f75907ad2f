using System.Text.Json;

namespace Attestation.SystemTests.Simulator;

/// <summary>The main job as a stranger runs it.</summary>
public sealed class DemoCommandTests
{
    private static readonly string[] Images = ["Attestation.Dice.dll", "attest-sim.dll"];

    [Fact]
    public async Task EveryVerdictIsTheExpectedOneAndTheOutputIsOneDocument()
    {
        using var folder = new TemporaryFolder();
        (int exitCode, string output, string error) = await CommandRun.Of("attest-sim", ["demo", "--json", "--verifier-exe", CommandRun.Local("attest-verifier"), "--out", folder["out"], .. Images.Select(CommandRun.Local)]);
        Assert.True(exitCode == 0, error + output);
        using JsonDocument document = JsonDocument.Parse(output);
        Assert.True(document.RootElement.GetProperty("allExpected").GetBoolean());
        Assert.All(document.RootElement.GetProperty("devices").EnumerateArray(),
            row => Assert.True(Directory.Exists(folder["out/" + row.GetProperty("device").GetString()])));
        Assert.DoesNotContain('\u001b', error);
    }

    [Fact]
    public async Task ANewRunReplacesItsOwnFolderAndNoOther()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["precious"]);
        File.WriteAllText(folder["precious/file"], "mine");
        (int exitCode, _, string error) = await CommandRun.Of("attest-sim", ["demo", "--verifier-exe", CommandRun.Local("attest-verifier"), "--out", folder["precious"], .. Images.Select(CommandRun.Local)]);
        Assert.Equal(2, exitCode);
        Assert.Contains("name another folder", error);
        Assert.Equal("mine", File.ReadAllText(folder["precious/file"]));
    }

    [Theory]
    [InlineData("a verifier that is not there", 3, "no-such-verifier", "attest-sim.dll")]
    [InlineData("an image that is not there", 2, "attest-verifier", "no-such-image")]
    public async Task WhatIsMissingIsNamed(string description, int expected, string verifier, string image)
    {
        using var folder = new TemporaryFolder();
        (int exitCode, string output, string error) = await CommandRun.Of("attest-sim", ["demo", "--verifier-exe", CommandRun.Local(verifier), "--out", folder["out"], CommandRun.Local(image)]);
        Assert.Equal(expected, exitCode);
        Assert.Equal("", output);
        Assert.Contains("no-such", error);
    }
}
