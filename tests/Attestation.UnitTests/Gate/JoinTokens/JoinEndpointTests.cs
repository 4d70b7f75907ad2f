using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Verdicts;
using Microsoft.AspNetCore.Http;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class JoinEndpointTests
{
    [Fact]
    public async Task AGoodRequestIsAnsweredWithAnEncryptedCredential()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        (int status, JsonElement answer, _) = await world.PostAsync(world.Body().ToJsonString());
        Assert.Equal(200, status);
        Assert.Equal(["kind", "expires", "jwe"], answer.EnumerateObject().Select(m => m.Name));
        Assert.Equal("bootstrap-token", answer.GetProperty("kind").GetString());
        Assert.Equal(23, world.Decrypt(answer.GetProperty("jwe").GetString()!).GetProperty("token").GetString()!.Length);
    }

    [Theory]
    [InlineData("no body", "", "application/json", "gate.join.body", 400)]
    [InlineData("another type", "{}", "text/plain", "gate.join.body", 400)]
    [InlineData("no JSON", "{", "application/json", "gate.join.request", 400)]
    public async Task ARequestThatIsNoneIsRefused(string description, string body, string type, string code, int expected)
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        (int status, JsonElement answer, _) = await world.PostAsync(body, type: type);
        Assert.True(status == expected && answer.GetProperty("code").GetString() == code, $"{description}: {status} {answer}");
        Assert.Empty(world.Cluster.Asked);
    }

    [Fact]
    public async Task ABodyIsReadNoFurtherThanItsLimit()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        JsonObject body = world.Body();
        string exact = body.ToJsonString() + new string(' ', JoinRequest.MaxSize - body.ToJsonString().Length);
        Assert.Equal(200, (await world.PostAsync(exact)).Status);
        (int status, JsonElement answer, _) = await world.PostAsync(exact + " ");
        Assert.Equal(400, status);
        Assert.Equal("gate.join.body", answer.GetProperty("code").GetString());
    }

    [Fact]
    public async Task WhatIsKnownOfTheNodeIsNotTold()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        world.Put(world.Verdict() with { Status = VerdictStatus.Contraindicated, Reasons = ["boot.kernel"], Appraisal = "0123" });
        (int status, JsonElement answer, _) = await world.PostAsync(world.Body().ToJsonString());
        Assert.Equal(403, status);
        Assert.Equal("gate.verdict.refused", answer.GetProperty("code").GetString());
        Assert.DoesNotContain("boot.kernel", answer.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("0123", answer.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAddressThatAsksTooOftenWaits()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        for (int i = 0; i < BrokerWorld.Usual.PerAddress; i++)
            Assert.Equal(400, (await world.PostAsync("{")).Status);
        (int status, JsonElement answer, string retry) = await world.PostAsync("{");
        Assert.Equal(429, status);
        Assert.Equal("gate.join.rate", answer.GetProperty("code").GetString());
        Assert.Equal("6", retry);
        Assert.Equal(400, (await world.PostAsync("{", address: "192.0.2.2")).Status);
        world.Clock.Now += TimeSpan.FromSeconds(6);
        Assert.Equal(400, (await world.PostAsync("{")).Status);
    }

    [Fact]
    public async Task MoreRequestsAtOnceThanAllowedAreTurnedAway()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync(BrokerWorld.Usual with { Concurrency = 1 });
        (int Status, JsonElement Answer, string Retry) second = default;
        world.Cluster.Fails = asked =>
        {
            if (asked.StartsWith("POST", StringComparison.Ordinal))
                second = Task.Run(() => world.PostAsync(world.Body().ToJsonString())).GetAwaiter().GetResult();
            return 0;
        };
        Assert.Equal(200, (await world.PostAsync(world.Body().ToJsonString())).Status);
        Assert.Equal(503, second.Status);
        Assert.Equal("gate.join.busy", second.Answer.GetProperty("code").GetString());
        Assert.Equal("2", second.Retry);
        world.Cluster.Fails = _ => 0;
        Assert.Equal(200, (await world.PostAsync(world.Body().ToJsonString())).Status);
    }

    [Fact]
    public async Task BodiesThatTrickleInHoldNoPlaces()
    {
        await using BrokerWorld world = await BrokerWorld.StartAsync();
        using var held = new SemaphoreSlim(0);
        using var arrived = new CountdownEvent(BrokerWorld.Usual.Concurrency);
        Task<int>[] slow = [.. Enumerable.Range(0, BrokerWorld.Usual.Concurrency).Select(_ => PostSlowlyAsync(world, arrived, held))];
        arrived.Wait();
        Assert.Equal(200, (await world.PostAsync(world.Body().ToJsonString())).Status);
        held.Release(slow.Length);
        Assert.All(await Task.WhenAll(slow), status => Assert.Equal(400, status));
    }

    [Theory]
    [InlineData("IPv4", "192.0.2.7", null, "192.0.2.7")]
    [InlineData("IPv4 in IPv6", "::ffff:192.0.2.7", null, "192.0.2.7")]
    [InlineData("IPv6: its network", "2001:db8:1:2:3:4:5:6", null, "2001:db8:1:2::/64")]
    [InlineData("behind a proxy here", "127.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7")]
    [InlineData("a header from elsewhere", "192.0.2.7", "203.0.113.9", "192.0.2.7")]
    [InlineData("a header without an address", "127.0.0.1", "unknown", "127.0.0.1")]
    public void WhoAsksIsAnAddressOrANetwork(string description, string remote, string? forwarded, string expected)
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(remote);
        if (forwarded is not null)
            context.Request.Headers["X-Forwarded-For"] = forwarded;
        Assert.True(CallerAddress.Of(context) == expected, $"{description}: {CallerAddress.Of(context)}");
    }

    private static async Task<int> PostSlowlyAsync(BrokerWorld world, CountdownEvent arrived, SemaphoreSlim held)
    {
        var context = new DefaultHttpContext();
        context.Request.ContentType = "application/json";
        context.Request.Body = new HeldStream(arrived, held);
        context.Response.Body = new MemoryStream();
        await world.Endpoint.HandleAsync(context);
        return context.Response.StatusCode;
    }

    /// <summary>A body that ends, empty, when the test lets it.</summary>
    private sealed class HeldStream(CountdownEvent arrived, SemaphoreSlim held) : MemoryStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            arrived.Signal();
            await held.WaitAsync(cancellationToken);
            return 0;
        }
    }
}
