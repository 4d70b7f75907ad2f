using System.Net.Http.Headers;
using System.Text.Json;

namespace Attestation.SystemTests.Agent;

/// <summary>A class of nodes from its first machine to a refused one: agent, factory and verifier as programs, a software TPM that booted as recorded.</summary>
public sealed class WholeLifeTests
{
    private static readonly string[] Class = ["--class", "Example/Worker", "--node-name", "worker-1.example"];

    [Fact]
    public async Task AGoodNodeIsAffirmedThroughRestartsAndRebootsAndNoLongerWhenItBootsOtherwise()
    {
        await using NodeSite site = await NodeSite.StartAsync(certified: true);
        byte[] corim = await ReferencesAsync(site);
        await using (VerifierProcess first = await StartVerifierAsync(site))
            await SubmitAsync(first, corim);
        VerifierProcess verifier = await StartVerifierAsync(site); // reference values and nodes outlive a restart
        await using AgentProcess agent = site.StartAgent(Class);
        await agent.NextAsync("enrolled");
        Assert.Equal("affirming", (await agent.NextAsync("affirmed", "refused")).GetProperty("status").GetString());
        await agent.NextAsync("waiting");
        (int exitCode, JsonElement report) = await site.StatusAsync();
        Assert.Equal((0, "affirming"), (exitCode, report.GetProperty("verdict").GetString()));
        Assert.Equal($"{new FileInfo(site.ImaLog).Length}", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());

        await verifier.KillAsync();
        await verifier.DisposeAsync();
        await agent.NextAsync("verifier-failed");
        await using VerifierProcess restarted = await StartVerifierAsync(site);
        await agent.NextAsync("affirmed");

        await site.Machine.RebootAsync();
        await site.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
        for (string seen = "", status = ""; !seen.Contains("node.rebooted") || status != "affirming";) // half booted it is refused
        {
            JsonElement verdict = await agent.NextAsync("affirmed", "refused");
            status = verdict.TryGetProperty("status", out JsonElement word) ? word.GetString()! : "";
            seen += verdict.TryGetProperty("reasons", out JsonElement reasons) ? reasons.GetString() : "";
        }
        Assert.Equal(0, await agent.StopAsync());

        string changed = NodeSite.Boot("boot-4-cmdline");
        await site.Machine.RebootAsync();
        await site.Machine.ReplayAsync(changed);
        File.Copy(Path.Combine(changed, "ima.bin"), site.ImaLog, overwrite: true);
        string[] arguments = [.. site.Agent("attest", Class).Select(a => a.EndsWith("eventlog.bin", StringComparison.Ordinal) ? Path.Combine(changed, "eventlog.bin") : a)];
        CommandRun refused = await CommandRun.Of("attest-agent", arguments);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("boot.command-line", refused.Output);
    }

    [Fact]
    public async Task TheDiceIdentityOfABootGoesAlong()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        CommandRun latched = await site.RunAsync("latch");
        Assert.True(latched.ExitCode == 0, latched.Error);
        string key = Uds(latched);
        Assert.Equal(key, Uds(await site.RunAsync("latch"))); // the identity is kept: the UDS is read once a boot
        CommandRun run = await site.RunAsync("attest");
        Assert.Contains("DICE identity included", run.Output);
        Assert.DoesNotContain("node.dice.not-enrolled", run.Output);
        Assert.DoesNotContain("dice.chain", run.Output);
        JsonElement node = JsonElement.Parse(await verifier.Client.GetStringAsync("api/v1/nodes")).GetProperty("nodes")[0];
        Assert.Equal(key, node.GetProperty("udsKey").GetString());

        await site.Machine.RebootAsync();
        await site.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
        Assert.Contains("DICE identity none", (await site.RunAsync("attest")).Output); // the identity of another boot does not count
        Assert.Equal(key, Uds(await site.RunAsync("latch")));
        Assert.Contains("DICE identity none", (await site.RunAsync("attest", "--no-dice")).Output);
    }

    /// <summary>An early boot that made no identity leaves none: whoever extended the PCR first has closed the latch.</summary>
    [Fact]
    public async Task AClosedLatchGivesNoIdentity()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await site.Machine.ExtendAsync([(13, new byte[32])]);
        CommandRun run = await site.RunAsync("latch");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("PCR 13 is not zero", run.Error);
    }

    private static string Uds(CommandRun latched) => JsonElement.Parse(latched.Error.Split('\n').Single(l => l.Contains("\"identity\""))).GetProperty("udsKey").GetString()!;

    private static Task<VerifierProcess> StartVerifierAsync(NodeSite site) =>
        site.StartVerifierAsync("\"intervalSeconds\": 1", "--corim-keys", site["keys"]);

    /// <summary>What docs/factory.md tells an operator to do with a known-good machine.</summary>
    private static async Task<byte[]> ReferencesAsync(NodeSite site)
    {
        await Good("attest-agent", site.Agent("attest", "--out", site["good.evidence"]));
        await Good("attest-factory", "ca", "new", "--out", site["ca"], "--name", "Example Cluster");
        await Good("attest-factory", "node-reference", "--from", site["good.evidence"], "--vendor", "Example", "--model", "Worker", "--ima",
            "--key", site["ca/corim.key.pem"], "--out", site["worker.corim"]);
        Directory.CreateDirectory(site["keys"]);
        File.Copy(site["ca/corim.pub.pem"], site["keys/example.pem"]);
        return await File.ReadAllBytesAsync(site["worker.corim"]);
    }

    private static async Task SubmitAsync(VerifierProcess verifier, byte[] corim)
    {
        var content = new ByteArrayContent(corim) { Headers = { ContentType = new MediaTypeHeaderValue("application/rim+cose") } };
        using HttpResponseMessage answer = await verifier.Client.PostAsync("endorsement-provisioning/v1/submit", content);
        Assert.Contains("success", await answer.Content.ReadAsStringAsync());
    }

    private static async Task Good(string program, params string[] arguments)
    {
        CommandRun run = await CommandRun.Of(program, arguments);
        Assert.True(run.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {run.Output}{run.Error}");
    }
}
