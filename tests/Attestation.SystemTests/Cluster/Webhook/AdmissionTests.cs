using System.Text.Json;
using System.Text.Json.Nodes;
using static Attestation.SystemTests.Cluster.GateFile;

namespace Attestation.SystemTests.Cluster.Webhook;

/// <summary>
/// What the real API server tells people and programs when the webhook refuses. This one, 1.20.2, has CVE-2021-25735: every update below hides from the
/// webhook what it changes.
/// </summary>
[Collection(ClusterCollection.Name)]
public sealed class AdmissionTests(WebhookGate site) : IClassFixture<WebhookGate>
{
    private const string Gate = "system:serviceaccount:attestation:attest-gate", Masters = "system:masters";

    private KubeCluster Cluster => site.Cluster;

    [ClusterFact]
    public async Task ANodeWithoutAVerdictIsNotCreatedAndOneWithAVerdictIs()
    {
        using var folder = new TemporaryFolder();
        using AttestedNode node = await site.Site.EnrolAsync("admitted-1");
        await File.WriteAllTextAsync(folder["node.json"], KubeNodes.Object(node.Name).ToJsonString());
        CommandRun refused = await As(Node(node.Name), "create", "-f", folder["node.json"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("Error from server (Forbidden)", refused.Error);
        Assert.Contains("denied the request: gate.verdict.missing: ", refused.Error);
        Assert.Contains(node.Name, refused.Error);
        await node.AttestGoodAsync();
        await KnownAsync(node.Name, "good");
        CommandRun made = await As(Node(node.Name), "create", "-f", folder["node.json"]);
        Assert.True(made.ExitCode == 0, made.Error);
    }

    [ClusterFact]
    public async Task AnAdministratorCreatesNoNodeWithoutAVerdictEither() =>
        Assert.Contains("gate.verdict.missing", (await Cluster.Admin.RegisterAsync("nobody-1")).Message);

    [ClusterFact]
    public async Task ARefusedNodeIsNotCreated()
    {
        using AttestedNode node = await site.Site.EnrolGoodAsync("refused-1");
        await node.AttestBadAsync();
        await KnownAsync(node.Name, "gate.verdict.refused");
        Assert.Contains("gate.verdict.refused", (await Cluster.Admin.RegisterAsync(node.Name)).Message);
    }

    [ClusterFact]
    public async Task ARevokedNodeChangesItselfNoMoreAndItsHeartbeatGoesOn()
    {
        using AttestedNode node = await site.Site.EnrolGoodAsync("revoked-1");
        await KnownAsync(node.Name, "good");
        _ = (await Cluster.Admin.RegisterAsync(node.Name)).Document;
        await Passes(Node(node.Name), "annotate", "node", node.Name, "example.com/a=1");
        await node.RevokeAsync();
        await KnownAsync(node.Name, "gate.verdict.revoked");
        await Refused("gate.verdict.revoked", Node(node.Name), "annotate", "node", node.Name, "example.com/a=2", "--overwrite");
        await Passes(Node(node.Name), Heartbeat(node.Name, "KubeletReady"));
        Assert.Contains("gate.verdict.revoked", (await Cluster.Admin.RegisterAsync(node.Name)).Message);
    }

    public static TheoryData<string, string, string[]> Tamperings => new()
    {
        { "label changed", "gate.webhook.label", ["label", "node", "NODE", $"{Prefix}/verdict=trusted", "--overwrite"] },
        { "label removed", "gate.webhook.label", ["label", "node", "NODE", $"{Prefix}/verdict-"] },
        { "label added", "gate.webhook.label", ["label", "node", "NODE", $"{Prefix}/mine=1"] },
        { "label by JSON patch", "gate.webhook.label", ["patch", "node", "NODE", "--type=json", "-p", $$"""[{"op":"replace","path":"/metadata/labels/{{Prefix}}~1verdict","value":"trusted"}]"""] },
        { "label by merge patch", "gate.webhook.label", ["patch", "node", "NODE", "--type=merge", "-p", $$$"""{"metadata":{"labels":{"{{{Prefix}}}/verdict":null}} }"""] },
        { "label through the status", "gate.webhook.label", ["status", "NODE", $$$"""{"metadata":{"labels":{"{{{Prefix}}}/verdict":"trusted"}} }"""] },
        { "annotation removed", "gate.webhook.annotation", ["annotate", "node", "NODE", $"{Prefix}/gate-cordoned-"] },
        { "taint removed", "gate.webhook.taint", ["taint", "node", "NODE", $"{Prefix}/untrusted-"] },
        { "all taints removed", "gate.webhook.taint", ["patch", "node", "NODE", "--type=merge", "-p", """{"spec":{"taints":null}}"""] },
        { "taint added", "gate.webhook.taint", ["taint", "node", "NODE", $"{Prefix}/untrusted:NoExecute"] },
        { "uncordoned", "gate.webhook.uncordon", ["patch", "node", "NODE", "-p", """{"spec":{"unschedulable":null}}"""] },
        { "condition changed", "gate.webhook.condition", ["status", "NODE", $$$"""{"status":{"conditions":[{"type":"{{{Prefix}}}/Attested","status":"True"}]}}"""] },
        { "a label of somebody else", "", ["label", "node", "NODE", "zone=a", "--overwrite"] },
        { "a taint of somebody else", "", ["taint", "node", "NODE", "example.com/other=x:NoSchedule", "--overwrite"] },
        { "a condition of somebody else", "", ["status", "NODE", """{"status":{"conditions":[{"type":"Other","status":"True"}]}}"""] },
    };

    /// <summary>A cluster administrator, kube-controller-manager, and the node itself are no gate.</summary>
    [ClusterTheory]
    [MemberData(nameof(Tamperings))]
    public async Task WhatTheGateOwnsOnlyTheGateChanges(string what, string code, string[] change)
    {
        string node = await MarkedNodeAsync();
        string[] command = [.. change.Select(part => part.Replace("NODE", node))];
        foreach (string[] who in (string[][])[["admin", Masters], ["system:kube-controller-manager", Masters]])
        {
            if (code.Length == 0)
                await Passes(who, command);
            else
                await Refused(code, who, command);
        }
        if (code.Length > 0)
            await Passes([Gate, Masters], command);
        Assert.NotEmpty(what);
    }

    [ClusterFact]
    public async Task TheNodeItselfDoesNotLabelItselfThroughItsStatus()
    {
        string node = await MarkedNodeAsync();
        await Refused("gate.webhook.label", Node(node), "status", node, $$$"""{"metadata":{"labels":{"{{{Prefix}}}/verdict":"trusted"}} }""");
        await Passes(Node(node), Heartbeat(node, "KubeletReady"));
    }

    [ClusterFact]
    public async Task ADryRunIsJudgedLikeTheRealThing()
    {
        string node = await MarkedNodeAsync();
        await Refused("gate.webhook.label", ["admin", Masters], "label", "node", node, $"{Prefix}/verdict-", "--dry-run=server");
        await Passes(["bob", Masters, WebhookGate.BreakGlass], "label", "node", node, $"{Prefix}/verdict-", "--dry-run=server");
        Assert.Empty(await EventsAsync(node, "GlassBroken"));
    }

    [ClusterFact]
    public async Task BreakingTheGlassIsWarnedLoggedAndSeen()
    {
        string node = await MarkedNodeAsync();
        CommandRun broken = await As(["bob", Masters, WebhookGate.BreakGlass], "taint", "node", node, $"{Prefix}/untrusted-");
        Assert.True(broken.ExitCode == 0, broken.Error);
        Assert.Contains("Warning: admitted only because bob may break the glass: gate.webhook.taint", broken.Error);
        await site.Gate.LineAsync(line => line.Contains("bob broke the glass", StringComparison.Ordinal) && line.Contains(node, StringComparison.Ordinal), "the broken glass");
        await Cluster.Admin.UntilAsync("api/v1/namespaces/default/events", list => list.GetProperty("items").EnumerateArray().Any(e => Is(e, node, "GlassBroken")), "told of the broken glass");
    }

    [ClusterFact]
    public async Task TheAuditLogNamesReasonAndAppraisal()
    {
        using AttestedNode node = await site.Site.EnrolGoodAsync("audited-1");
        await KnownAsync(node.Name, "good");
        _ = (await Cluster.Admin.RegisterAsync(node.Name)).Document;
        string line = (await File.ReadAllLinesAsync(Cluster["audit.log"])).Last(l => l.Contains("\"create\"", StringComparison.Ordinal) && l.Contains(node.Name, StringComparison.Ordinal));
        Assert.Contains(JsonElement.Parse(line).GetProperty("annotations").EnumerateObject(), a => a.Name.EndsWith("/appraisal", StringComparison.Ordinal) && a.Value.GetString()!.Length > 0);
    }

    private async Task<string> MarkedNodeAsync()
    {
        string name = $"marked-{Guid.NewGuid():N}"[..20];
        using AttestedNode node = await site.Site.EnrolGoodAsync(name);
        await KnownAsync(name, "good");
        _ = (await Cluster.Admin.RegisterAsync(name)).Document;
        string[] gate = [Gate, Masters];
        await Passes(gate, "label", "node", name, $"{Prefix}/verdict=late");
        await Passes(gate, "annotate", "node", name, $"{Prefix}/gate-cordoned=true");
        await Passes(gate, "taint", "node", name, $"{Prefix}/untrusted:NoSchedule");
        await Passes(gate, "cordon", name);
        await Passes(gate, "status", name, $$$"""{"status":{"conditions":[{"type":"{{{Prefix}}}/Attested","status":"Unknown"}]}}""");
        return name;
    }

    private static string[] Node(string name) => [$"system:node:{name}", "system:nodes"];

    private static string[] Heartbeat(string node, string reason) =>
        ["status", node, $$$"""{"status":{"conditions":[{"type":"Ready","status":"True","reason":"{{{reason}}}","lastHeartbeatTime":"{{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}}}"}]}}"""];

    /// <summary>kubectl as somebody else: the user name, then the groups.</summary>
    private Task<CommandRun> As(string[] who, params string[] command) => Cluster.KubectlAsync([.. command, "--as", who[0], .. who[1..].SelectMany(g => (string[])["--as-group", g])]);

    /// <summary>The same; and "status", node, patch for a strategic merge patch of the status, for which not every kubectl has an option.</summary>
    /// <returns>What was said against it; null where it passed.</returns>
    private async Task<string?> AgainstAsync(string[] who, string[] command)
    {
        if (command is not ["status", { } node, { } patch])
            return await As(who, command) is { ExitCode: not 0 } run ? run.Error : null;
        using KubeClient speaker = Cluster.Speaking(who);
        KubeAnswer answer = await speaker.SendAsync(HttpMethod.Patch, $"{KubeNodes.Path}/{node}/status", JsonNode.Parse(patch), "application/strategic-merge-patch+json");
        return answer.IsGood ? null : answer.Message;
    }

    private async Task Passes(string[] who, params string[] command) => Assert.Null(await AgainstAsync(who, command));

    private async Task Refused(string code, string[] who, params string[] command)
    {
        string? against = await AgainstAsync(who, command);
        Assert.True(against is not null, $"{string.Join(' ', who)}: {string.Join(' ', command)} passed");
        Assert.Contains($"denied the request: {code}: ", against);
    }

    private async Task KnownAsync(string node, string check)
    {
        for (int i = 0; ; i++)
        {
            JsonElement[] nodes = [.. JsonElement.Parse(await site.Gate.Status.GetStringAsync("nodes")).GetProperty("nodes").EnumerateArray()];
            if (nodes.Any(n => n.GetProperty("name").GetString() == node && n.GetProperty("check").GetString() == check))
                return;
            Assert.True(i < 300, $"{node} never was {check}: {string.Join(' ', nodes)}");
            await Task.Delay(100);
        }
    }

    private async Task<JsonElement[]> EventsAsync(string node, string reason) => [.. (await Cluster.ItemsAsync("api/v1/namespaces/default/events")).Where(e => Is(e, node, reason))];

    private static bool Is(JsonElement e, string node, string reason) => e.GetProperty("reason").GetString() == reason && e.GetProperty("involvedObject").GetProperty("name").GetString() == node;
}
