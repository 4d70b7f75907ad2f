using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Attestation.Formats.Ear;
using Attestation.Fuzz.Nodes;
using static Attestation.SystemTests.Verifier.Nodes.FeedRequests;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>A gate follows the verdicts of a real verifier: through restarts, kills, revocation and a restored backup.</summary>
public sealed class VerdictFeedTests
{
    [Fact]
    public async Task AVerdictReachesAWaitingReaderAtOnceAndNamesTheNodeAndItsKeys()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        JsonElement empty = await verifier.VerdictsAsync();
        Assert.Equal((0, 0), (empty.GetProperty("sequence").GetInt64(), empty.GetProperty("verdicts").GetArrayLength()));
        known.Boot.SecretsKey = [.. Enumerable.Repeat((byte)7, 32)];
        var clock = Stopwatch.StartNew();
        Task<JsonElement> waiting = verifier.VerdictsAsync(empty, wait: 60);
        JsonElement session = await verifier.AttestAsync(known.Boot);
        JsonElement verdict = Only(await waiting);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(50), "the reader slept through the change");
        Assert.Equal((known.Node, "worker-1", "affirming", "current"), (Text(verdict, "node"), Text(verdict, "nodeName"), Text(verdict, "status"), Text(verdict, "state")));
        Assert.Equal(session.GetProperty("appraisal").GetString(), "/api/v1/appraisals/" + Text(verdict, "appraisal"));
        Assert.Equal(session.GetProperty("result").GetString(), Text(verdict, "ear"));

        Assert.True(UnverifiedEar.TryParseJwt(Text(verdict, "ear"), out UnverifiedEar? ear, out _));
        Assert.True(ear.Verify(await ResultTests.PublishedKey(verifier), out EarClaims? claims, out _));
        Assert.Equal(new NodeClaims
        {
            Id = known.Node, Name = "worker-1", Class = "Example/Worker", KubeletKeySha256 = new string('0', 64), SecretsKeySha256 = string.Concat(Enumerable.Repeat("07", 32)), Next = 300,
        }, claims.Node);
        Assert.Equal(claims.Expiration, verdict.GetProperty("expires").GetDateTimeOffset().ToUnixTimeSeconds());
        Assert.Equal(verdict.GetProperty("at").GetDateTimeOffset().AddSeconds(300), verdict.GetProperty("next").GetDateTimeOffset());
        JsonElement node = await verifier.NodeAsync(known.Node);
        Assert.Equal("current", Text(node, "verdict"));
        Assert.Equal(verdict.GetProperty("expires").GetRawText(), node.GetProperty("expires").GetRawText());
        Assert.Equal(verdict.GetProperty("next").GetRawText(), node.GetProperty("next").GetRawText());
    }

    [Fact]
    public async Task ARefusedBootReplacesTheGoodVerdictAndItsResultNamesNoKey()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        await verifier.AttestAsync(known.Boot);
        JsonElement good = await verifier.VerdictsAsync();
        NodeEvidenceMaker changed = NodeWorld.Boot(known.Tpm, "boot-4-cmdline");
        changed.Clock = known.Boot.Clock with { ResetCount = known.Boot.Clock.ResetCount + 1 };
        JsonElement appraisal = await verifier.AppraisalAsync(await verifier.AttestAsync(changed));
        JsonElement verdict = Only(await verifier.VerdictsAsync(good));
        Assert.Equal("contraindicated", Text(verdict, "status"));
        string[] severities = [.. appraisal.GetProperty("findings").EnumerateArray().Select(f => Text(f, "severity")).Distinct()];
        Assert.Equal(["refuse", "note"], severities); // node.rebooted is only noted, and found first
        Assert.Equal(Codes(appraisal).Distinct(), ReasonsOf(verdict));
        Assert.Contains("boot.command-line", ReasonsOf(verdict));
        Assert.True(UnverifiedEar.TryParseJwt(Text(verdict, "ear"), out UnverifiedEar? ear, out _));
        Assert.True(ear.Verify(await ResultTests.PublishedKey(verifier), out EarClaims? claims, out _));
        Assert.Equal(new NodeClaims { Id = known.Node, Name = "worker-1" }, claims.Node);
    }

    [Fact]
    public async Task ARevokedNodeIsToldAtOnceAndRefusedUntilItIsRestoredAndJudgedAnew()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        await verifier.AttestAsync(known.Boot);
        JsonElement at = await verifier.VerdictsAsync();
        Task<JsonElement> waiting = verifier.VerdictsAsync(at, wait: 60);
        JsonElement revoked = await DocumentAsync(verifier.RevokeAsync(known.Node, "stolen from rack 4"));
        Assert.Equal(("revoked", "stolen from rack 4"), (Text(revoked, "verdict"), Text(revoked.GetProperty("revocation"), "reason")));
        at = await waiting;
        Assert.Equal(("revoked", "stolen from rack 4"), (Text(Only(at), "state"), Text(Only(at).GetProperty("revocation"), "reason")));
        Assert.True(UnverifiedEar.TryParseJwt(Text(Only(at), "ear"), out _, out _)); // so that a gate that has just started knows by a signature whom it means

        known.Boot.Clock = known.Boot.Clock with { Clock = known.Boot.Clock.Clock + 300_000 };
        JsonElement appraisal = await verifier.AppraisalAsync(await verifier.AttestAsync(known.Boot));
        Assert.Equal(("contraindicated", "node.revoked"), (Text(appraisal, "status"), Codes(appraisal)[0]));
        Assert.Contains("stolen from rack 4", appraisal.GetProperty("findings")[0].GetProperty("actual").GetString());
        at = await verifier.VerdictsAsync(at);
        Assert.Equal(("revoked", "node.revoked"), (Text(Only(at), "state"), ReasonsOf(Only(at))[0]));

        await DocumentAsync(verifier.RestoreAsync(known.Node));
        at = await verifier.VerdictsAsync(at);
        Assert.Equal(("revoked", false), (Text(Only(at), "state"), Only(at).TryGetProperty("revocation", out _)));
        known.Boot.Clock = known.Boot.Clock with { Clock = known.Boot.Clock.Clock + 300_000 };
        await verifier.AttestAsync(known.Boot);
        at = await verifier.VerdictsAsync(at);
        Assert.Equal(("current", "affirming"), (Text(Only(at), "state"), Text(Only(at), "status")));
    }

    [Fact]
    public async Task WhatEndsAnEnrolmentIsTold()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync();
        await verifier.AttestAsync(known.Boot);
        using SoftwareTpm next = known.Tpm.WithOtherKey();
        JsonElement at = await verifier.VerdictsAsync();
        await DocumentAsync(verifier.EnrolAsync(next, "worker-1"));
        at = await verifier.VerdictsAsync(at);
        Assert.Equal((known.Node, "superseded"), (Text(Only(at), "node"), Text(Only(at), "state")));
        await verifier.AttestAsync(NodeWorld.Boot(next));
        at = await verifier.VerdictsAsync(at);
        Assert.Equal((next.AkName, "current"), (Text(Only(at), "node"), Text(Only(at), "state")));
        using (await verifier.Client.DeleteAsync($"api/v1/nodes/{next.AkName}"))
            at = await verifier.VerdictsAsync(at);
        Assert.Equal((next.AkName, "retired"), (Text(Only(at), "node"), Text(Only(at), "state")));
    }

    [Theory]
    [InlineData("stopped", false)]
    [InlineData("killed", true)]
    public async Task AReaderGoesOnWhereItWasAfterTheVerifierWas(string what, bool kill)
    {
        using var known = new KnownWorld();
        JsonElement at;
        await using (VerifierProcess verifier = await known.StartAsync())
        {
            await verifier.AttestAsync(known.Boot);
            at = await verifier.VerdictsAsync();
            Task<HttpResponseMessage> waiting = verifier.Client.GetAsync(Address(at, 60));
            await Task.Delay(200); // so that it waits; nothing depends on it
            if (kill)
            {
                await verifier.KillAsync();
                await Assert.ThrowsAsync<HttpRequestException>(() => waiting);
            }
            else
            {
                Assert.Equal(0, await verifier.StopAsync()); // within the minute that the reader would have waited
                Assert.Empty((await DocumentAsync(waiting)).GetProperty("verdicts").EnumerateArray());
            }
        }
        await using VerifierProcess again = await known.AgainAsync();
        JsonElement idle = await again.VerdictsAsync(at);
        Assert.True(idle.GetProperty("verdicts").GetArrayLength() == 0, what);
        Assert.Equal(at.GetProperty("sequence").GetInt64(), idle.GetProperty("sequence").GetInt64());
        await DocumentAsync(again.RevokeAsync(known.Node, "x"));
        Assert.Equal("revoked", Text(Only(await again.VerdictsAsync(at)), "state"));
    }

    /// <summary>What was answered before a kill is in the feed, at a position that a reader can go on from.</summary>
    [Fact]
    public async Task EveryChangeThatWasAnsweredBeforeAKillIsTold()
    {
        using var known = new KnownWorld();
        int answered = -1;
        JsonElement at;
        await using (VerifierProcess verifier = await known.StartAsync())
        {
            await verifier.AttestAsync(known.Boot);
            at = await verifier.VerdictsAsync();
            Task revoking = RevokeUntilKilled(verifier, known.Node, count => answered = count);
            while (Volatile.Read(ref answered) < 20)
                await Task.Delay(2);
            await verifier.KillAsync();
            await revoking;
        }
        await using VerifierProcess again = await known.AgainAsync();
        JsonElement verdict = Only(await again.VerdictsAsync(at));
        int told = int.Parse(Text(verdict.GetProperty("revocation"), "reason"), System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(told, answered, answered + 1); // the last one may be stored and its answer lost
        Assert.Equal("ok", Database.Execute(known.World.Database, "PRAGMA integrity_check"));
        Assert.Equal("0", Database.Execute(known.World.Database, "SELECT COUNT(*) FROM verdicts WHERE sequence NOT IN (SELECT sequence FROM changes)"));
    }

    private static async Task RevokeUntilKilled(VerifierProcess verifier, string node, Action<int> done)
    {
        try
        {
            for (int count = 0; ; count++)
            {
                await DocumentAsync(verifier.RevokeAsync(node, $"{count}"));
                done(count);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // killed
        }
    }

    [Fact]
    public async Task APositionThatARestoredBackupDoesNotKnowIsGone()
    {
        using var known = new KnownWorld();
        JsonElement at;
        await using (VerifierProcess verifier = await known.StartAsync())
        {
            await verifier.AttestAsync(known.Boot);
            Database.Execute(known.World.Database, $".backup {known.World["backup.db"]}");
            await DocumentAsync(verifier.RevokeAsync(known.Node, "x"));
            at = await verifier.VerdictsAsync();
            Assert.Equal(0, await verifier.StopAsync());
        }
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(known.World.Database)!, "verifier.db*"))
            File.Delete(file);
        File.Move(known.World["backup.db"], known.World.Database);
        await using VerifierProcess restored = await known.AgainAsync();
        Assert.Equal("feed.sequence", await CodeAsync(restored.Client.GetAsync(Address(at))));
        await DocumentAsync(restored.RevokeAsync(known.Node, "y"));
        using HttpResponseMessage gone = await restored.Client.GetAsync(Address(at));
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        JsonElement anew = await restored.VerdictsAsync();
        Assert.True(Only(anew).GetProperty("sequence").GetInt64() > at.GetProperty("sequence").GetInt64());

        using var other = new NodeWorld();
        await using VerifierProcess another = await other.StartAsync();
        Assert.Equal("feed.store", await CodeAsync(another.Client.GetAsync(Address(anew))));
    }

    /// <summary>A reader that went away gives its place back: the one place is free for the next.</summary>
    [Fact]
    public async Task AReaderThatGoesAwayWaitsNoLonger()
    {
        using var known = new KnownWorld();
        await using VerifierProcess verifier = await known.StartAsync("--max-feed-waits", "1");
        await verifier.RawAsync("GET /api/v1/verdicts?wait=60 HTTP/1.1\r\nHost: v\r\n\r\n", thenClose: true);
        JsonElement empty = await verifier.VerdictsAsync(wait: 1);
        Assert.Equal(0, empty.GetProperty("verdicts").GetArrayLength());
    }

    [Fact]
    public async Task ReadingAndRevokingNeedTheToken()
    {
        using var known = new KnownWorld();
        const string Token = "a token of enough length";
        await File.WriteAllTextAsync(known.World["token"], Token);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(known.World["token"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using VerifierProcess verifier = await known.StartAsync("--api-token-file", known.World["token"]);
        Assert.Equal("http.unauthorized", await CodeAsync(verifier.Client.GetAsync("api/v1/verdicts")));
        Assert.Equal("http.unauthorized", await CodeAsync(verifier.RevokeAsync(known.Node, "x")));
        Assert.Equal("http.unauthorized", await CodeAsync(verifier.RestoreAsync(known.Node)));
        verifier.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        await verifier.VerdictsAsync();
        Assert.Equal("http.not-found", await CodeAsync(verifier.RevokeAsync("00", "x")));
        Assert.Equal("http.not-found", await CodeAsync(verifier.RestoreAsync("00")));
        await DocumentAsync(verifier.RevokeAsync(known.Node, "x"));
        Assert.Equal("x", Text((await verifier.NodeAsync(known.Node)).GetProperty("revocation"), "reason"));
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("white space", "  ")]
    [InlineData("a line feed", "a\nb")]
    public async Task AReasonIsWordsForPeople(string what, string reason)
    {
        using var world = new NodeWorld();
        await using VerifierProcess verifier = await world.StartAsync();
        Assert.True(await CodeAsync(verifier.RevokeAsync("00", reason)) == "revocation.request", what);
    }

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
