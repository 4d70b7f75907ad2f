using System.Text.Json;

namespace Attestation.SystemTests.Factory;

/// <summary>docs/factory.md as a stranger follows it, and what the command says when it refuses.</summary>
public sealed class FactoryCommandTests
{
    private const string Program = "attest-factory";

    [Theory]
    [InlineData("secret written by the factory", "1", "p256", "x509")]
    [InlineData("secret derived on the device", "2", "ed25519", "mixed")]
    [InlineData("stronger curve", "1", "p384", "cbor")]
    public async Task FromCaToABoardThatBoots(string description, string scheme, string algorithm, string form)
    {
        using var folder = new TemporaryFolder();
        string boot = Image(folder, "boot.bin", "boot code"), app = Image(folder, "app.bin", "application");
        await Good("ca", "new", "--out", folder["ca"], "--name", "Example Devices");
        await Good("key", "new", "--out", folder["firmware.pem"], "--alg", algorithm);
        await Good(["release", boot, app, .. Class, "--version", "2.0.0", "--svn", "2", "--key", folder["ca/corim.key.pem"],
            "--firmware-key", folder["firmware.pem"], "--out", folder["release.corim"]]);
        await Good(["provision", "--ca", folder["ca"], "--device-id", "unit-0001", .. Class, "--out", folder["unit"], "--scheme", scheme, "--alg", algorithm]);

        CommandRun run = await Boot(folder, form, boot, app);
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument shown = JsonDocument.Parse(run.Output);
        Assert.Equal($"{algorithm}-{form}", shown.RootElement.GetProperty("suite").GetString());
        Assert.Equal("Normal", shown.RootElement.GetProperty("mode").GetString());

        File.AppendAllText(app, " changed");
        CommandRun refused = await Boot(folder, form, boot, app);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("factory.manifest-digest", refused.Error);
    }

    [Fact]
    public async Task ABoardsReleaseIsOneFolderAndTheSameAgain()
    {
        using var folder = new TemporaryFolder();
        await Good("ca", "new", "--out", folder["ca"], "--name", "Example Devices");
        await Good("key", "new", "--out", folder["firmware.pem"]);
        string[] build = ["release", "build", "--board", "esp32", .. Class, "--version", "2.0.0", "--svn", "2", "--resident-version", "1.0.0", "--resident-svn", "1",
            "--resident", $"factory={Image(folder, "nanoCLR.bin", "interpreter")}", "--resident", $"0x1E0000={Image(folder, "boot.bin", "boot application")}", "--layer", $"app={Image(folder, "app.pe", "application")},{Image(folder, "lib.pe", "library")}",
            "--board-configuration", Image(folder, "board.cbor", "configuration"), "--key", folder["ca/corim.key.pem"], "--firmware-key", folder["firmware.pem"]];
        await Good([.. build, "--out", folder["one"]]);
        await Good([.. build, "--out", folder["two"]]);
        Assert.Equal(File.ReadAllText(folder["one/SHA256SUMS"]), File.ReadAllText(folder["two/SHA256SUMS"]));
        CommandRun again = await CommandRun.Of(Program, [.. build, "--out", folder["one"]]);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("factory.file-exists", again.Error);
        Assert.Contains("\n  esptool --chip esp32 --port PORT write-flash 0x1E0000 flash/boot.bin\n", File.ReadAllText(folder["one/flash.txt"]), StringComparison.Ordinal);
        CommandRun shown = await CommandRun.Of("attest", "inspect", folder["one/release.corim"]);
        Assert.True(shown.ExitCode == 0, shown.Error);
    }

    [Fact]
    public async Task TwoReleasesAreCompared()
    {
        using var folder = new TemporaryFolder();
        await Good("ca", "new", "--out", folder["ca"], "--name", "Example Devices");
        await Good("key", "new", "--out", folder["firmware.pem"]);
        string[] build = ["release", "build", "--board", "esp32", .. Class, "--resident-version", "1.0.0", "--resident-svn", "1",
            "--resident", $"deploy={Image(folder, "boot.bin", "boot application")}", "--board-configuration", Image(folder, "board.cbor", "configuration"),
            "--key", folder["ca/corim.key.pem"], "--firmware-key", folder["firmware.pem"]];
        await Good([.. build, "--version", "2.0.0", "--svn", "2", "--layer", $"app={Image(folder, "app.pe", "application")}", "--out", folder["old"]]);
        await Good([.. build, "--version", "2.1.0", "--svn", "3", "--layer", $"app={Image(folder, "app.pe", "another")}", "--out", folder["new"]]);

        CommandRun text = await CommandRun.Of(Program, "diff", folder["old"], folder["new"]);
        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Contains("2.0.0 -> ", text.Output.Replace($" ({folder["old"]})", "", StringComparison.Ordinal));
        CommandRun corims = await CommandRun.Of(Program, "diff", folder["old/release.corim"], folder["new/release.corim"], "--corim-key", folder["ca/corim.pub.pem"], "--json");
        Assert.Equal((0, ""), (corims.ExitCode, corims.Error));
        using JsonDocument json = JsonDocument.Parse(corims.Output);
        Assert.Equal(1, json.RootElement.GetProperty("firstNewKey").GetInt32());

        File.AppendAllText(folder["new/update/app.pe"], " changed");
        CommandRun changed = await CommandRun.Of(Program, "diff", folder["old"], folder["new"]);
        Assert.Equal(1, changed.ExitCode);
        Assert.Contains("factory.release-checksum", changed.Error);
    }

    [Theory]
    [InlineData("no command", 2, "Required command")]
    [InlineData("a missing option", 2, "--name", "ca", "new", "--out", "x")]
    [InlineData("an algorithm that is unknown", 2, "rsa", "key", "new", "--out", "x", "--alg", "rsa")]
    [InlineData("a CA that is not there", 2, "factory.authority-unreadable", "provision", "--ca", "nowhere", "--device-id", "d", "--vendor", "v", "--model", "m", "--out", "x")]
    [InlineData("an image that is not there", 2, "factory.image-unreadable", "release", "nothing", "--vendor", "v", "--model", "m", "--version", "1", "--svn", "1", "--key", "k", "--firmware-key", "f", "--out", "x")]
    public async Task WrongUseIsToldOnStandardError(string description, int exitCode, string says, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(Program, arguments);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(says, run.Error);
        Assert.DoesNotContain("   at ", run.Error);
    }

    [Theory]
    [InlineData("attest-factory")]
    [InlineData("attest-sim")]
    public async Task HelpAndVersionAreThere(string program)
    {
        CommandRun help = await CommandRun.Of(program, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains("Usage:", help.Output);
        CommandRun version = await CommandRun.Of(program, "--version");
        Assert.Equal(0, version.ExitCode);
        Assert.Matches("^[0-9]+\\.[0-9]+\\.[0-9]+", version.Output);
    }

    private static string[] Class => ["--vendor", "Example Devices", "--model", "edge-1"];

    private static string Image(TemporaryFolder folder, string name, string content)
    {
        File.WriteAllText(folder[name], content);
        return folder[name];
    }

    private static async Task Good(params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(Program, [.. arguments, "--json"]);
        Assert.True(run.ExitCode == 0, run.Error);
        using JsonDocument document = JsonDocument.Parse(run.Output);
        Assert.Equal(JsonValueKind.Object, document.RootElement.ValueKind);
    }

    private static Task<CommandRun> Boot(TemporaryFolder folder, string form, params string[] images) =>
        CommandRun.Of("attest-sim", ["boot", "--device", folder["unit"], "--firmware-key", folder["firmware.pem.pub.pem"], "--form", form, "--json", .. images]);
}
