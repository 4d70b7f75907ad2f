using System.Text.Json;
using Attestation.Fuzz.Nodes;

namespace Attestation.SystemTests.Factory;

/// <summary><c>attest-factory node-reference</c> as docs/factory.md shows it, over evidence of recorded boots.</summary>
public sealed class NodeReferenceCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task TwoMachinesMakeOneSetAndATableOfWhatVaries()
    {
        await Ca();
        string first = Evidence("boot-2-sb-on-good"), second = Evidence("boot-5-initramfs");
        CommandRun run = await Run(["--from", first, second, "--ima", .. Class, "--out", folder["nodes.corim"]]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("reference values of Example Worker from 2 machines", run.Output, StringComparison.Ordinal);
        Assert.Matches("initrd +/initrd.img +2 of 2 +2 +varies", run.Output);
        Assert.Matches("kernel +/vmlinuz +2 of 2 +1 +constant", run.Output);
        CommandRun inspected = await CommandRun.Of("attest", "corim", "verify", folder["nodes.corim"], "--key", folder["ca/corim.pub.pem"]);
        Assert.Equal((0, ""), (inspected.ExitCode, inspected.Error));
        Assert.DoesNotContain("not used", inspected.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheSameEvidenceGivesTheSameDocument()
    {
        await Ca();
        string evidence = Evidence("boot-2-sb-on-good");
        foreach (string name in (string[])["one", "two"])
            Assert.Equal(0, (await Run(["--from", evidence, .. Class, "--out", folder[name], "--pattern", "--golden-pcrs", "4,8"])).ExitCode);
        using JsonDocument one = await Payload("one"), two = await Payload("two");
        Assert.Equal(one.RootElement.GetProperty("content").ToString(), two.RootElement.GetProperty("content").ToString());
    }

    [Fact]
    public async Task AnswersAsJson()
    {
        await Ca();
        CommandRun run = await Run(["--from", Evidence("boot-2-sb-on-good"), .. Class, "--class", "kernel,initrd,grub-module", "--out", folder["nodes.corim"], "--json"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using JsonDocument shown = JsonDocument.Parse(run.Output);
        Assert.Equal(["grub-module", "kernel", "initrd"], shown.RootElement.GetProperty("components").EnumerateArray().Select(c => c.GetProperty("class").GetString()));
    }

    [Theory]
    [InlineData("a file that is no evidence", 2, "factory.node-evidence", "--from", "Attestation.sln")]
    [InlineData("a class that is none", 2, "factory.node-option", "--from", "x", "--class", "kernels")]
    [InlineData("PCR 24", 2, "factory.node-option", "--from", "x", "--golden-pcrs", "24")]
    [InlineData("a list that is not there", 2, "factory.node-files", "--from", "x", "--ima-from", "nowhere")]
    public async Task WrongUseIsToldOnStandardError(string description, int exitCode, string says, params string[] arguments)
    {
        await Ca();
        CommandRun run = await Run([.. arguments, .. Class, "--out", folder["nodes.corim"]]);
        Assert.True(exitCode == run.ExitCode, $"{description}: {run.Error}");
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(folder["nodes.corim"]));
    }

    [Fact]
    public async Task AMachineWhoseLogIsAnotherBootsIsRefused()
    {
        await Ca();
        string evidence = Evidence("boot-2-sb-on-good", m => m.BootLog = File.ReadAllBytes(Path.Combine(Boots, "boot-5-initramfs", "eventlog.bin")));
        CommandRun run = await Run(["--from", evidence, .. Class, "--out", folder["nodes.corim"]]);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("factory.node-replay", run.Error, StringComparison.Ordinal);
        Assert.Contains("sha256:9", run.Error, StringComparison.Ordinal);
    }

    private string[] Class => ["--vendor", "Example", "--model", "Worker", "--key", folder["ca/corim.key.pem"]];

    private async Task Ca() => Assert.Equal(0, (await CommandRun.Of("attest-factory", "ca", "new", "--out", folder["ca"], "--name", "Example")).ExitCode);

    private static Task<CommandRun> Run(string[] arguments) => CommandRun.Of("attest-factory", ["node-reference", .. arguments]);

    private async Task<JsonDocument> Payload(string name)
    {
        CommandRun run = await CommandRun.Of("attest", "inspect", folder[name], "--json");
        Assert.True(run.ExitCode == 0, run.Error);
        return JsonDocument.Parse(run.Output);
    }

    private string Evidence(string boot, Action<NodeEvidenceMaker>? change = null)
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256();
        NodeEvidenceMaker maker = RecordedBoot.Maker(Path.Combine(Boots, boot), key);
        change?.Invoke(maker);
        string path = folder[boot + ".evidence"];
        File.WriteAllBytes(path, maker.Make(new byte[32]));
        return path;
    }

    private static string Boots
    {
        get
        {
            var at = new DirectoryInfo(AppContext.BaseDirectory);
            while (!File.Exists(Path.Combine(at.FullName, "Attestation.sln")))
                at = at.Parent ?? throw new InvalidOperationException("the repository's root is not above the tests");
            return Path.Combine(at.FullName, "tests", "vectors", "node-boots");
        }
    }
}
