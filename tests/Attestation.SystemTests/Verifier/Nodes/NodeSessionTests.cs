using System.Net;
using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Fuzz.Nodes;
using Attestation.Tpm.Wire;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>An enrolled node answers challenges; the verifier remembers it.</summary>
public sealed class NodeSessionTests
{
    [Fact]
    public async Task TheAnsweredSessionSaysWhatComesNextAndTheNodesRecordSaysWhatWasFound()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        File.WriteAllText(world["policy.json"], """{"id":"p","node":{"intervalSeconds":77}}""");
        await using VerifierProcess verifier = await world.StartAsync("--policy", world["policy.json"]);
        Assert.Equal(77, (await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"))).GetProperty("intervalSeconds").GetInt32());
        JsonElement session = await verifier.AttestAsync(NodeWorld.Boot(tpm));
        Assert.Equal(77, session.GetProperty("next").GetProperty("intervalSeconds").GetInt32());
        Assert.Equal(0, session.GetProperty("next").GetProperty("imaOffset").GetInt64());

        JsonElement appraisal = await verifier.AppraisalAsync(session);
        Assert.Equal("node", appraisal.GetProperty("attester").GetString());
        Assert.Equal("worker-1", appraisal.GetProperty("node").GetProperty("nodeName").GetString());
        Assert.DoesNotContain("node.not-enrolled", Codes(appraisal));
        JsonElement node = await verifier.NodeAsync(tpm.AkName);
        Assert.Equal(appraisal.GetProperty("status").GetString(), node.GetProperty("status").GetString());
        Assert.Equal(session.GetProperty("appraisal").GetString(), node.GetProperty("appraisal").GetString());
        Assert.Equal(Codes(appraisal).Distinct(), node.GetProperty("reasons").EnumerateArray().Select(r => r.GetString()!));
    }

    [Fact]
    public async Task TheClockOfANodeGoesOnAfterARestartOfTheVerifier()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        NodeEvidenceMaker boot = NodeWorld.Boot(tpm);
        await using (VerifierProcess verifier = await world.StartAsync())
        {
            await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"));
            boot.Clock = new TpmsClockInfo(2_000_000, 3, 0, true);
            Assert.DoesNotContain("node.clock.back", Codes(await verifier.AppraisalAsync(await verifier.AttestAsync(boot))));
            await verifier.KillAsync();
        }
        await using VerifierProcess again = await world.StartAsync();
        boot.Clock = new TpmsClockInfo(1_000_000, 2, 0, true);
        Assert.Contains("node.reset.back", Codes(await again.AppraisalAsync(await again.AttestAsync(boot))));
    }

    [Theory]
    [InlineData("made for an open session", false, "session.nonce-other")]
    [InlineData("sent a second time", true, "session.nonce-replayed")]
    public async Task EvidenceForAnotherNonceIsRefusedForWhereItComesFrom(string what, bool answered, string code)
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await using VerifierProcess verifier = await world.StartAsync();
        await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"));
        (Uri first, byte[] nonce) = await verifier.OpenAsync();
        byte[] evidence = NodeWorld.Boot(tpm).Make(nonce);
        if (answered)
            await DocumentAsync(verifier.PostAsync(first.ToString(), evidence, "application/vnd.attestation.node-evidence+cbor"));
        (Uri second, _) = await verifier.OpenAsync();
        JsonElement session = await DocumentAsync(verifier.PostAsync(second.ToString(), evidence, "application/vnd.attestation.node-evidence+cbor"));
        string[] codes = Codes(await verifier.AppraisalAsync(session));
        Assert.True(codes.Contains("tpm.quote.nonce") && codes.Contains(code), $"{what}: {string.Join(' ', codes)}");
    }

    [Fact]
    public async Task AnUnknownKeyIsRefusedByNameAndLeavesNoRecord()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        await using VerifierProcess verifier = await world.StartAsync();
        JsonElement appraisal = await verifier.AppraisalAsync(await verifier.AttestAsync(NodeWorld.Boot(tpm)));
        Assert.Contains("node.not-enrolled", Codes(appraisal));
        Assert.Equal("contraindicated", appraisal.GetProperty("status").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await verifier.Client.GetAsync($"api/v1/nodes/{tpm.AkName}")).StatusCode);
    }

    [Fact]
    public async Task ANewKeyOfTheSameTpmAttestsAndTheOldOneIsRefusedForThat()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await using VerifierProcess verifier = await world.StartAsync();
        await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"));
        using SoftwareTpm same = tpm.WithOtherKey();
        await DocumentAsync(verifier.EnrolAsync(same, "worker-1"));
        string[] old = Codes(await verifier.AppraisalAsync(await verifier.AttestAsync(NodeWorld.Boot(tpm))));
        Assert.Equal(["node.not-enrolled", "enrolment.superseded"], old.Intersect(["node.not-enrolled", "enrolment.superseded", "enrolment.retired"]));
        string[] current = Codes(await verifier.AppraisalAsync(await verifier.AttestAsync(NodeWorld.Boot(same))));
        Assert.Empty(current.Intersect(["node.not-enrolled", "enrolment.superseded"]));
    }

    /// <summary>A list of 5 MiB is read and judged; its session tells its hash, its appraisal says that it was not kept; the store stays small.</summary>
    [Fact]
    public async Task LargeEvidenceIsJudgedAndNotKept()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        world.Allow(tpm.EkHash);
        await using VerifierProcess verifier = await world.StartAsync();
        await DocumentAsync(verifier.EnrolAsync(tpm, "worker-1"));
        NodeEvidenceMaker boot = NodeWorld.Boot(tpm);
        boot.ImaLog = [.. Enumerable.Repeat(boot.ImaLog!, 900).SelectMany(log => log)];
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        byte[] evidence = boot.Make(nonce);
        Assert.InRange(evidence.Length, 5 << 20, 6 << 20);
        JsonElement answered = await DocumentAsync(verifier.PostAsync(session.ToString(), evidence, "application/vnd.attestation.node-evidence+cbor"));
        JsonElement shown = answered.GetProperty("evidence");
        Assert.False(shown.TryGetProperty("value", out _));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(evidence)), shown.GetProperty("sha256").GetString());
        Assert.Equal(evidence.Length, shown.GetProperty("size").GetInt32());
        Assert.Equal(answered.GetRawText(), (await DocumentAsync(verifier.Client.GetAsync(session))).GetRawText());
        JsonElement appraisal = await verifier.AppraisalAsync(answered);
        Assert.False(appraisal.GetProperty("evidenceKept").GetBoolean());
        Assert.InRange(new FileInfo(world.Database).Length, 1, 4 << 20);
    }

    /// <summary>Between 64 KiB and the limit evidence is kept compressed and comes back as it was.</summary>
    [Fact]
    public async Task KeptEvidenceComesBackAsItCame()
    {
        using var world = new NodeWorld();
        using var tpm = new SoftwareTpm();
        await using VerifierProcess verifier = await world.StartAsync();
        NodeEvidenceMaker boot = NodeWorld.Boot(tpm);
        boot.ImaLog = [.. Enumerable.Repeat(boot.ImaLog!, 100).SelectMany(log => log)];
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        byte[] evidence = boot.Make(nonce);
        await DocumentAsync(verifier.PostAsync(session.ToString(), evidence, "application/vnd.attestation.node-evidence+cbor"));
        JsonElement shown = await DocumentAsync(verifier.Client.GetAsync(session));
        Assert.Equal(evidence, shown.GetProperty("evidence").GetProperty("value").GetBytesFromBase64());
        Assert.Equal("1", Database.Execute(world.Database, "SELECT evidence_form FROM sessions WHERE state = 1"));
    }

    [Fact]
    public async Task OnlyNodeEvidenceMayBeLarge()
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync();
        (Uri session, _) = await verifier.OpenAsync();
        Assert.Equal("http.body-too-large", await CodeAsync(verifier.PostAsync(session.ToString(), new byte[(1 << 20) + 1], "application/eat+cwt")));
    }
}
