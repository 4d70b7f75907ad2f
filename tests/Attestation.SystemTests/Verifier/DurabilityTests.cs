using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.SystemTests.Verifier;

/// <summary>What was answered is there after <c>kill -9</c>: enrolments, verdicts, the memory of devices.</summary>
public sealed class DurabilityTests
{
    [Fact]
    public async Task EnrolmentsVerdictsAndDevicesSurviveKill()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("d", CryptoSuite.Default, live.World.Current);
        JsonElement before;
        await using (VerifierProcess verifier = await live.StartAsync())
        {
            await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
            await LiveWorld.SubmitAsync(verifier, device.Made.Endorsement);
            before = await LiveWorld.AttestAsync(verifier, device.Board);
            await verifier.KillAsync();
        }
        Assert.Equal("affirming", before.GetProperty("status").GetString());
        await using VerifierProcess again = await live.StartAsync();
        string stored = await again.Client.GetStringAsync($"api/v1/appraisals/{before.GetProperty("id").GetString()}");
        Assert.Equal(before.GetRawText(), stored);
        JsonElement after = await LiveWorld.AttestAsync(again, device.Board);
        Assert.Equal("affirming", after.GetProperty("status").GetString());

        string id = after.GetProperty("device").GetProperty("udsKeyThumbprint").GetString()!;
        JsonElement known = JsonElement.Parse(await again.Client.GetStringAsync($"api/v1/devices/{id}"));
        Assert.Equal([2UL, 2UL], known.GetProperty("highestSvn").EnumerateArray().Select(v => v.GetUInt64()));
        Assert.Equal($"/api/v1/appraisals/{after.GetProperty("id").GetString()}", known.GetProperty("appraisal").GetString());
        string ueid = after.GetProperty("device").GetProperty("ueid").GetString()!;
        Assert.Equal(id, JsonElement.Parse(await again.Client.GetStringAsync($"api/v1/devices/{ueid}")).GetProperty("id").GetString());
    }

    [Fact]
    public async Task ADeviceThatRanANewReleaseMayNotGoBackAfterARestart()
    {
        using var live = new LiveWorld();
        var newer = live.World.Release(World.Model, "2.0.0", 2, keepOlder: true, live.World.Current.Order.Images);
        var older = live.World.Release(World.Model, "1.0.0", 1, keepOlder: true, live.World.Older.Order.Images);
        using WorldDevice fresh = live.World.NewDevice("fresh", CryptoSuite.Default, older);
        using WorldDevice updated = live.World.NewDevice("updated", CryptoSuite.Default, newer);
        await using (VerifierProcess verifier = await live.StartAsync())
        {
            foreach (byte[] corim in (byte[][])[newer.Corim, older.Corim, fresh.Made.Endorsement, updated.Made.Endorsement])
                await LiveWorld.SubmitAsync(verifier, corim);
            Assert.Equal("affirming", (await LiveWorld.AttestAsync(verifier, updated.Board)).GetProperty("status").GetString());
            await verifier.KillAsync();
        }
        await using VerifierProcess again = await live.StartAsync();
        Assert.Equal("affirming", (await LiveWorld.AttestAsync(again, fresh.Board)).GetProperty("status").GetString());
        updated.Board.Flash = World.Partitions(older);
        JsonElement rolledBack = await LiveWorld.AttestAsync(again, updated.Board);
        Assert.Equal("contraindicated", rolledBack.GetProperty("status").GetString());
        Assert.Contains("dice.layer.rollback.device", rolledBack.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task EveryAnswerGivenBeforeAKillInTheMiddleOfWorkIsThere()
    {
        using var live = new LiveWorld();
        var answered = new ConcurrentBag<string>();
        await using (VerifierProcess verifier = await live.StartAsync())
        {
            Task[] clients = [.. Enumerable.Range(0, 8).Select(_ => AttestUntilKilled(verifier, answered))];
            while (answered.Count < 40)
                await Task.Delay(5);
            await verifier.KillAsync();
            await Task.WhenAll(clients);
        }
        await using VerifierProcess again = await live.StartAsync();
        foreach (string appraisal in answered)
            Assert.Equal(HttpStatusCode.OK, (await again.Client.GetAsync(appraisal)).StatusCode);
        Assert.Equal("0", Database.Execute(live.Database,
            "SELECT COUNT(*) FROM sessions s LEFT JOIN appraisals a ON a.id = s.appraisal WHERE (s.state = 1) <> (a.id IS NOT NULL)"));
        Assert.Equal("ok", Database.Execute(live.Database, "PRAGMA integrity_check"));
    }

    private static async Task AttestUntilKilled(VerifierProcess verifier, ConcurrentBag<string> answered)
    {
        try
        {
            while (true)
            {
                (Uri session, _) = await verifier.OpenAsync();
                using HttpResponseMessage answer = await verifier.PostAsync(session.ToString(), [0], "application/eat+cwt");
                answered.Add(JsonElement.Parse(await answer.Content.ReadAsByteArrayAsync()).GetProperty("appraisal").GetString()!);
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // killed
        }
    }
}
