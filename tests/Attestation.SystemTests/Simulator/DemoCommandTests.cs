using System.Diagnostics;
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
        (int exitCode, string output, string error) = await RunAsync(["demo", "--json", "--verifier-exe", Local("attest-verifier"), "--out", folder["out"], .. Images.Select(Local)]);
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
        (int exitCode, _, string error) = await RunAsync(["demo", "--verifier-exe", Local("attest-verifier"), "--out", folder["precious"], .. Images.Select(Local)]);
        Assert.Equal(2, exitCode);
        Assert.Contains("name another folder", error);
        Assert.Equal("mine", File.ReadAllText(folder["precious/file"]));
    }

    [Theory]
    [InlineData("a verifier that is not there", 3, "no-such-verifier", "attest-sim.dll")]
    [InlineData("an image that is not there", 2, "attest-verifier", "no-such-image")]
    public async Task WhatIsMissingIsNamed(string description, int expected, string verifier, string image)
    {
        Assert.NotEmpty(description);
        using var folder = new TemporaryFolder();
        (int exitCode, string output, string error) = await RunAsync(["demo", "--verifier-exe", Local(verifier), "--out", folder["out"], Local(image)]);
        Assert.Equal(expected, exitCode);
        Assert.Equal("", output);
        Assert.Contains("no-such", error);
    }

    private static string Local(string name) => Path.Combine(AppContext.BaseDirectory, name);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Local("attest-sim"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        return (process.ExitCode, await output, await error);
    }
}
