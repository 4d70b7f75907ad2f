using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace Attestation.SystemTests.Agent;

/// <summary><c>attest-agent run</c>: what it lives through.</summary>
public sealed class RunCommandTests
{
    [Fact]
    public async Task ItSurvivesAVerifierThatIsKilledAndOneThatForgot()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        VerifierProcess verifier = await site.StartVerifierAsync();
        await using AgentProcess agent = site.StartAgent();
        await agent.NextAsync("enrolled");
        await agent.NextAsync("refused");
        await verifier.KillAsync();
        await verifier.DisposeAsync();
        await agent.NextAsync("verifier-failed");
        JsonElement waiting = await agent.NextAsync("waiting");
        Assert.Equal("1", waiting.GetProperty("failures").GetString());

        await using (await site.StartVerifierAsync())
            Assert.DoesNotContain("node.not-enrolled", Reasons(await agent.NextAsync("refused", "affirmed")));
        Directory.Delete(site["data"], recursive: true);
        await using VerifierProcess another = await site.StartVerifierAsync();
        await agent.NextAsync("forgotten");
        await agent.NextAsync("enrolled");
        Assert.DoesNotContain("node.not-enrolled", Reasons(await agent.NextAsync("refused", "affirmed")));
        Assert.Equal(0, await agent.StopAsync());
        Assert.Contains("\"stopped\"", agent.Log);
    }

    [Fact]
    public async Task AResetTpmAttestsUnderTheSameNameWithTheNextResetCount()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        await using AgentProcess agent = site.StartAgent("--handles", "none"); // the key has to be loaded anew in every attempt
        string node = (await agent.NextAsync("enrolled")).GetProperty("node").GetString()!;
        Assert.DoesNotContain("node.rebooted", Reasons(await agent.NextAsync("refused")));
        await site.Machine.RebootAsync();
        await site.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
        string reasons;
        do
            reasons = Reasons(await agent.NextAsync("refused")); // an attempt may fall into the reboot and fail
        while (!reasons.Contains("node.rebooted"));
        Assert.DoesNotContain("node.reset.back", reasons);
        Assert.DoesNotContain("node.not-enrolled", reasons);
        JsonElement nodes = JsonElement.Parse(await verifier.Client.GetStringAsync("api/v1/nodes"));
        Assert.Equal(node, Assert.Single(nodes.GetProperty("nodes").EnumerateArray()).GetProperty("node").GetString());
    }

    /// <summary>Somebody puts an old copy of the TPM's state back, as a clone of the machine does.</summary>
    [Fact]
    public async Task ATpmWhoseStateWasPutBackIsRefused()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync("\"intervalSeconds\": 300");
        Assert.Equal(0, (await site.RunAsync("enrol")).ExitCode);
        string copy = site["copy"];
        await site.Machine.Tpm.CutPowerAsync(state => CopyFolder(state, copy));
        for (int boot = 0; boot < 2; boot++)
        {
            await site.Machine.RebootAsync();
            await site.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
            Assert.DoesNotContain("node.reset.back", (await site.RunAsync("attest")).Output);
        }
        await site.Machine.Tpm.CutPowerAsync(state => CopyFolder(copy, state));
        await site.Machine.ReplayAsync(NodeSite.Boot(NodeSite.GoodBoot));
        CommandRun cloned = await site.RunAsync("attest");
        Assert.Equal(1, cloned.ExitCode);
        Assert.Contains("node.reset.back", cloned.Output);
    }

    [Fact]
    public async Task OneServiceAFolderAndItSaysHowItIs()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        Assert.Equal(3, (await site.StatusAsync()).ExitCode);
        await using VerifierProcess verifier = await site.StartVerifierAsync("\"intervalSeconds\": 300");
        await using AgentProcess agent = site.StartAgent();
        await agent.NextAsync("waiting");
        CommandRun second = await site.RunAsync("run");
        Assert.Equal(3, second.ExitCode);
        Assert.Contains("Another attest-agent runs", second.Error);

        (int exitCode, JsonElement report) = await site.StatusAsync();
        Assert.Equal((1, "refused"), (exitCode, report.GetProperty("verdict").GetString()));
        JsonElement status = report.GetProperty("status");
        Assert.Equal("waiting", status.GetProperty("activity").GetString());
        Assert.Contains("node.class", status.GetProperty("lastVerdict").GetProperty("reasons").EnumerateArray().Select(r => r.GetString()));
        Assert.Equal(64, status.GetProperty("lastVerdict").GetProperty("digest").GetString()!.Length);
        Assert.Equal(68, status.GetProperty("node").GetString()!.Length);
        CommandRun text = await CommandRun.Of("attest-agent", "status", "--run-dir", site.Machine["run"]);
        Assert.Contains("The verifier does not affirm this node.", text.Output);

        await agent.KillAsync();
        Assert.Equal((3, "stopped"), Verdict(await site.StatusAsync()));
        await using AgentProcess next = site.StartAgent(); // the lock of a killed process is free
        await next.NextAsync("waiting");
        Assert.Equal(0, await next.StopAsync());
        Assert.Equal((3, "stopped"), Verdict(await site.StatusAsync()));
    }

    [Fact]
    public async Task OnceTellsByItsExitCode()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        CommandRun unreachable = await site.RunAsync("run", "--once");
        Assert.Equal(3, unreachable.ExitCode);
        await using (await site.StartVerifierAsync())
        {
            Assert.Equal(1, (await site.RunAsync("run", "--once")).ExitCode);
            Assert.Equal((1, "refused"), Verdict(await site.StatusAsync()));
        }
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        CommandRun noTpm = await CommandRun.Of("attest-agent",
            [.. site.Agent("run", "--once", "--patience", "3").Select(a => a.StartsWith("swtpm:", StringComparison.Ordinal) ? "swtpm:path=/nonexistent" : a)]);
        Assert.Equal(3, noTpm.ExitCode);
        Assert.True(noTpm.Error.Split("node-failed").Length > 2, noTpm.Error);
    }

    [Fact]
    public async Task DamagedStateIsRecoveredOrTold()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync();
        Assert.Equal(1, (await site.RunAsync("run", "--once")).ExitCode);
        string enrolment = Path.Combine(site.Machine["state"], "enrolment.json");
        await File.WriteAllTextAsync(enrolment, "{\"version\":1,");
        CommandRun recovered = await site.RunAsync("run", "--once");
        Assert.Equal(1, recovered.ExitCode);
        Assert.Contains("enrolment-damaged", recovered.Error);
        Assert.True(File.Exists(enrolment + ".damaged"));

        await File.WriteAllTextAsync(Path.Combine(site.Machine["state"], "ak.json"), "not JSON");
        CommandRun told = await site.RunAsync("run", "--once");
        Assert.Equal(3, told.ExitCode);
        Assert.Contains("ak.json is damaged", told.Error);
        await File.WriteAllTextAsync(Path.Combine(site.Machine["run"], "status.json"), "x");
        Assert.Equal(3, (await site.StatusAsync()).ExitCode);
    }

    /// <summary>The list grows by one entry: only that is sent, since the verifier accepted the others.</summary>
    [Fact]
    public async Task AGrowingImaListIsSentFromWhereTheVerifierStands()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        await using VerifierProcess verifier = await site.StartVerifierAsync("""
            "intervalSeconds": 1, "require": ["ima"], "ima": {"exclude": ["**"], "buffers": ["*"], "keyrings": ["*"]}
            """);
        byte[] list = await File.ReadAllBytesAsync(site.ImaLog);
        int before = list.Length;
        byte[] more = list[RecordedMeasurements.LastEntryAt(list)..];
        await using AgentProcess agent = site.StartAgent();
        Assert.Equal("0", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());
        Assert.Equal($"{before}", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());
        await agent.NextAsync("waiting");
        await site.Machine.ExtendAsync(RecordedMeasurements.Ima(more));
        await File.WriteAllBytesAsync(site.ImaLog, [.. list, .. more]);
        Assert.Equal($"{before}", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());
        string offset;
        do
            offset = (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString()!;
        while (offset == $"{before}"); // one attempt may have come between the extension and the longer file
        Assert.Equal($"{before + more.Length}", offset);
    }

    /// <summary>Another policy judges from the start: the verifier asks for the whole list, and gets it in the same attempt.</summary>
    [Fact]
    public async Task ALogThatTheVerifierWantsAgainIsSentAgain()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        const string accepting = """ "intervalSeconds": 1, "require": ["ima"], "ima": {"exclude": ["**"], "buffers": ["*"], "keyrings": ["*"] """;
        VerifierProcess verifier = await site.StartVerifierAsync(accepting + "}");
        await using AgentProcess agent = site.StartAgent();
        await agent.NextAsync("waiting");
        Assert.NotEqual("0", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());
        await verifier.DisposeAsync();
        await using VerifierProcess other = await site.StartVerifierAsync(accepting + ", \"minimumHash\": \"sha1\"}");
        await agent.NextAsync("ima-from-the-start");
        Assert.Equal("0", (await agent.NextAsync("evidence-sent")).GetProperty("imaOffset").GetString());
        Assert.DoesNotContain("ima.resend", Reasons(await agent.NextAsync("affirmed", "refused")));
    }

    /// <summary>This test in systemd's place.</summary>
    [Fact]
    public async Task ItTellsTheServiceManagerHowItIs()
    {
        await using NodeSite site = await NodeSite.StartAsync();
        using var manager = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 60_000 };
        manager.Bind(new UnixDomainSocketEndPoint(site["notify"]));
        await using AgentProcess agent = AgentProcess.Start(site.Agent("run"), ("NOTIFY_SOCKET", site["notify"]), ("WATCHDOG_USEC", "1000000"));
        var told = new HashSet<string>();
        while (!told.IsSupersetOf(["READY=1", "WATCHDOG=1", "STATUS"]))
            told.Add(Message(manager));
        await agent.NextAsync("waiting");
        Assert.Equal(0, await agent.StopAsync());
        while (!told.Contains("STOPPING=1"))
            told.Add(Message(manager));
    }

    /// <summary>A status line without its text.</summary>
    private static string Message(Socket manager)
    {
        var buffer = new byte[512];
        string message = Encoding.UTF8.GetString(buffer, 0, manager.Receive(buffer));
        return message.StartsWith("STATUS=", StringComparison.Ordinal) ? "STATUS" : message;
    }

    private static string Reasons(JsonElement entry) => entry.GetProperty("reasons").GetString()!;

    private static (int, string?) Verdict((int ExitCode, JsonElement Report) status) => (status.ExitCode, status.Report.GetProperty("verdict").GetString());

    private static void CopyFolder(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)), overwrite: true);
    }
}
