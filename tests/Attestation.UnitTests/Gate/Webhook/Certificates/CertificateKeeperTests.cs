using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Attestation.Gate.Webhook;
using Attestation.Gate.Webhook.Certificates;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.Webhook.Certificates;

public sealed class CertificateKeeperTests
{
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30), Overlap = TimeSpan.FromMinutes(10), Check = TimeSpan.FromSeconds(15);
    private static readonly string[] Names = ["attest-gate.attestation.svc"];

    private readonly ManualClock clock = new(new DateTimeOffset(2026, 11, 21, 0, 0, 0, TimeSpan.Zero));

    /// <summary>One replica: a keeper and what it serves.</summary>
    private sealed record Replica(CertificateKeeper Keeper, ServingCertificate Serving, RegistrationHealth Health)
    {
        public X509Certificate2? Served => Serving.Context?.TargetCertificate;

        public Task LookAsync() => Keeper.LookAsync(CancellationToken.None);
    }

    private Replica Start(StandInRegistry registry, string[]? names = null)
    {
        var serving = new ServingCertificate();
        var health = new RegistrationHealth(NullLogger<RegistrationHealth>.Instance);
        var source = new CertificateSource(StandInRegistry.Namespace, StandInRegistry.Name, StandInRegistry.Configuration, new Rotation(names ?? Names, Lifetime, Overlap), Check);
        return new Replica(new CertificateKeeper(registry.Server, source, serving, health, clock, NullLogger<CertificateKeeper>.Instance), serving, health);
    }

    [Fact]
    public async Task TheFirstLookMakesSharesServesAndRegisters()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica replica = Start(registry);
        Assert.Null(replica.Served);
        await replica.LookAsync();
        AssertBelieved(replica, registry.Bundle, "after the first look");
        Assert.All(registry.Hooks!["webhooks"]!.AsArray(), hook => Assert.NotNull(hook!["clientConfig"]!["caBundle"]));
        Assert.Empty(replica.Health.Faults);
    }

    [Fact]
    public async Task TwoReplicasThatBeginAtOnceServeOneCertificate()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica[] replicas = [Start(registry), Start(registry)];
        await Task.WhenAll(replicas.Select(r => r.LookAsync()));
        Assert.Equal(replicas[0].Served!.Thumbprint, replicas[1].Served!.Thumbprint);
        Assert.All(replicas, r => AssertBelieved(r, registry.Bundle, "both"));
    }

    /// <summary>
    /// Two replicas over four lifetimes, in random order, with a server that fails before or after it has written, and with replicas that die and come
    /// back. Whatever the API server believed one look ago believes what every replica serves now: a call never fails.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task NoCallFailsInAnyRotation(int seed)
    {
        var random = new Random(seed);
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica[] replicas = [Start(registry), Start(registry)];
        await replicas[0].LookAsync();
        await replicas[1].LookAsync();
        HashSet<string> seen = [];
        string believed = registry.Bundle;
        registry.Fails = _ => random.Next(8) == 0 ? 503 : null;
        registry.Loses = _ => random.Next(8) == 0 ? 503 : null;
        for (DateTimeOffset end = clock.GetUtcNow() + 4 * Lifetime; clock.GetUtcNow() < end; clock.Move(Pause(registry, Check * random.Next(1, 4))))
        {
            int which = random.Next(2);
            if (random.Next(12) == 0)
                replicas[which] = await ReviveAsync(registry);
            string before = registry.Bundle;
            await replicas[which].LookAsync();
            Assert.All(replicas, r => AssertBelieved(r, believed, $"seed {seed}, {clock.GetUtcNow()}"));
            believed = before;
            seen.Add(replicas[which].Served!.Thumbprint);
        }
        Assert.InRange(seen.Count, 5, 8);
    }

    [Fact]
    public async Task AnExpiredCertificateIsReplacedAtTheNextLook()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica replica = Start(registry);
        await replica.LookAsync();
        string old = replica.Served!.Thumbprint;
        clock.Move(Lifetime + TimeSpan.FromSeconds(1));
        await replica.LookAsync();
        Assert.NotEqual(old, replica.Served!.Thumbprint);
        AssertBelieved(replica, registry.Bundle, "recovered");
    }

    [Fact]
    public async Task AChangedBundleIsRepaired()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica replica = Start(registry);
        await replica.LookAsync();
        string good = registry.Bundle;
        registry.Hooks!["webhooks"]![0]!["clientConfig"]!["caBundle"] = "";
        registry.Hooks["webhooks"]![1]!["clientConfig"]!.AsObject().Remove("caBundle");
        await replica.LookAsync();
        Assert.Equal(good, registry.Bundle);
        Assert.NotNull(registry.Hooks["webhooks"]![1]!["clientConfig"]!["caBundle"]);
    }

    [Fact]
    public async Task AWeakenedRegistrationIsReportedAndNotRepaired()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica replica = Start(registry);
        registry.Hooks!["webhooks"]![0]!["failurePolicy"] = "Ignore";
        await replica.LookAsync();
        Assert.Contains("failurePolicy", Assert.Single(replica.Health.Faults));
        Assert.Equal("Ignore", registry.Hooks["webhooks"]![0]!["failurePolicy"]!.GetValue<string>());
        registry.Hooks["webhooks"]![0]!["failurePolicy"] = "Fail";
        await replica.LookAsync();
        Assert.Empty(replica.Health.Faults);
    }

    [Fact]
    public async Task AMissingRegistrationIsReportedAndTheCertificateServed()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        registry.Hooks = null;
        Replica replica = Start(registry);
        await replica.LookAsync();
        Assert.Contains("no ValidatingWebhookConfiguration", Assert.Single(replica.Health.Faults));
        Assert.NotNull(replica.Served);
    }

    [Fact]
    public async Task AServerThatIsAwayLeavesTheFormerCertificate()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica replica = Start(registry);
        await replica.LookAsync();
        string served = replica.Served!.Thumbprint;
        registry.Fails = _ => 500;
        clock.Move(Lifetime * 3 / 4);
        await replica.LookAsync();
        Assert.Equal(served, replica.Served!.Thumbprint);
    }

    public static TheoryData<string, Action<JsonObject>> Damages => new()
    {
        { "no data", s => s.Remove("data") },
        { "no key", s => s["data"]!.AsObject().Remove("tls.key") },
        { "a key that is no PEM", s => s["data"]!["tls.key"] = "AAAA" },
        { "the key of another certificate", s => s["data"]!["tls.key"] = Convert.ToBase64String(CertificateGeneration.Make(Names, DateTimeOffset.UnixEpoch.AddYears(56), Lifetime).Key) },
        { "an authority that did not sign", s => s["data"]!["ca.crt"] = Convert.ToBase64String(CertificateGeneration.Make(Names, DateTimeOffset.UnixEpoch.AddYears(56), Lifetime).Authority) },
        { "a certificate that is no PEM", s => s["data"]!["tls.crt"] = "" },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public async Task ADamagedSecretIsReplaced(string what, Action<JsonObject> damage)
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        await Start(registry).LookAsync();
        damage(registry.Secret!);
        Replica replica = Start(registry);
        await replica.LookAsync();
        AssertBelieved(replica, registry.Bundle, what);
    }

    [Fact]
    public async Task AnotherNameIsServedAtOnceAndTheFormerOneKept()
    {
        await using StandInRegistry registry = await StandInRegistry.StartAsync();
        Replica former = Start(registry), latter = Start(registry, ["gate.example"]);
        await former.LookAsync();
        await latter.LookAsync();
        string agreed = latter.Served!.Thumbprint;
        await former.LookAsync();
        await latter.LookAsync();
        Assert.Equal((agreed, agreed), (former.Served!.Thumbprint, latter.Served!.Thumbprint));
        Assert.True(latter.Served.MatchesHostname("gate.example") && latter.Served.MatchesHostname(Names[0]));
    }

    /// <summary>A replica is counted from when it serves: until then its /readyz keeps calls away.</summary>
    private async Task<Replica> ReviveAsync(StandInRegistry registry)
    {
        Replica replica = Start(registry);
        while (replica.Served is null)
            await replica.LookAsync();
        return replica;
    }

    /// <summary>In a rotation the replicas look at their pace; between two the time passes in leaps, but never over the beginning of one.</summary>
    private TimeSpan Pause(StandInRegistry registry, TimeSpan pace)
    {
        using CertificateState state = CertificateState.Read(registry.Secret!["data"]!.AsObject().ToDictionary(d => d.Key, d => Convert.FromBase64String(d.Value!.GetValue<string>())))!;
        TimeSpan left = Rotation.DueAt(state.Current) - clock.GetUtcNow();
        return state.Next is not null || state.PreviousAuthority is not null || left < pace ? pace : left < TimeSpan.FromDays(2) ? left : TimeSpan.FromDays(2);
    }

    private void AssertBelieved(Replica replica, string bundle, string when)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck, VerificationTime = clock.GetUtcNow().UtcDateTime, VerificationTimeIgnored = false };
        policy.ApplicationPolicy.Add(new System.Security.Cryptography.Oid("1.3.6.1.5.5.7.3.1"));
        policy.CustomTrustStore.ImportFromPem(bundle);
        using var chain = new X509Chain { ChainPolicy = policy };
        Assert.True(chain.Build(new X509Certificate2(replica.Served!)), $"{when}: {string.Join(", ", chain.ChainStatus.Select(s => s.StatusInformation))}");
        Assert.True(replica.Served!.MatchesHostname(Names[0]), when);
    }
}
