using System.Text.Json;

namespace Attestation.SystemTests.Simulator;

/// <summary>A device of the factory's command, booted by the simulator's command, judged by a verifier that knows only its manufacturer and release.</summary>
[Collection(ProvingGroundCollection.Name)]
public sealed class AttestCommandTests(ProvingGroundFixture fixture)
{
    [Fact]
    public async Task ABoardIsAffirmedAtEveryBootUntilItsDebugPortIsOpened()
    {
        using var folder = new TemporaryFolder();
        CommandRun made = await CommandRun.Of("attest-factory", "provision", "--ca", fixture.FolderOf("factory/ca"), "--device-id", "from-the-command-line",
            "--vendor", "Example Devices", "--model", "edge-1", "--out", folder["unit"]);
        Assert.True(made.ExitCode == 0, made.Error);

        Assert.Equal((0, "affirming", ""), await AttestAsync(folder));
        Assert.Equal((0, "affirming", ""), await AttestAsync(folder));
        Assert.Equal("2", File.ReadAllText(folder["unit/boot-count"]).Trim());
        Assert.Equal((1, "contraindicated", "dice.layer.mode.debug"), await AttestAsync(folder, "--lock", "debug"));
    }

    [Fact]
    public async Task AVerifierThatIsNotThereIsTheServicesFailure()
    {
        using var folder = new TemporaryFolder();
        CommandRun made = await CommandRun.Of("attest-factory", "provision", "--ca", fixture.FolderOf("factory/ca"), "--device-id", "nobody-there",
            "--vendor", "Example Devices", "--model", "edge-1", "--out", folder["unit"]);
        Assert.True(made.ExitCode == 0, made.Error);
        CommandRun run = await RunAsync(folder, "http://127.0.0.1:1/");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("cannot be reached", run.Error);
    }

    private async Task<(int ExitCode, string Verdict, string Reasons)> AttestAsync(TemporaryFolder folder, params string[] more)
    {
        CommandRun run = await RunAsync(folder, fixture.Ground.VerifierAddress.ToString(), more);
        Assert.True(run.Output.Length > 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        IEnumerable<string?> reasons = document.RootElement.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetString());
        return (run.ExitCode, document.RootElement.GetProperty("verdict").GetString()!, string.Join(' ', reasons));
    }

    private Task<CommandRun> RunAsync(TemporaryFolder folder, string verifier, params string[] more) => CommandRun.Of("attest-sim",
    [
        "attest", "--json", "--verifier", verifier, "--device", folder["unit"], "--firmware-key", fixture.FolderOf("factory/keys/firmware.pub.pem"),
        "--manifests", fixture.FolderOf("releases"), .. more, .. ProvingGroundFixture.ImageNames.Select(CommandRun.Local),
    ]);
}
