using System.Text.Json.Nodes;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Gate.JoinTokens;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> GateTokens => new()
    {
        [GateReasons.JoinRequest] = () => JoinRequest.TryParse("[]"u8.ToArray(), out _, out GateDenial? denial) ? [] : [denial.Code],
        [GateReasons.JoinKind] = () => JoinAsked(BrokerWorld.Usual with { Kinds = [] }),
        [GateReasons.JoinSecretsKey] = () => JoinAsked(BrokerWorld.Usual, world => world.Put(world.Verdict() with { SecretsKeySha256 = new string('0', 64) })),
        [GateReasons.JoinRate] = () => JoinAsked(BrokerWorld.Usual with { PerNode = 1 }, world => Assert.Equal("given", world.AskAsync().GetAwaiter().GetResult())),
        [GateReasons.JoinBusy] = () => JoinPosted(BrokerWorld.Usual with { Concurrency = 1 }, Busy),
        [GateReasons.JoinCluster] = () => JoinAsked(BrokerWorld.Usual, world => world.Cluster.Fails = _ => 403),
        [GateReasons.JoinTimeout] = () => JoinAsked(BrokerWorld.Usual, Unsigned, CredentialKind.ClientCertificate),
        [GateReasons.JoinDenied] = () => JoinAsked(BrokerWorld.Usual, world => world.Cluster.Signs = Deny, CredentialKind.ClientCertificate),
        [GateReasons.JoinBody] = () => JoinPosted(BrokerWorld.Usual, world => world.PostAsync("")),
        [GateReasons.JoinName] = () => JoinAsked(BrokerWorld.Usual with { Groups = new TokenGroups("system:bootstrappers:" + new string('a', 250)) }),
    };

    private static ReasonCode[] JoinAsked(TokenSettings settings, Action<BrokerWorld>? before = null, CredentialKind kind = CredentialKind.BootstrapToken) =>
        InWorld(settings, async world =>
        {
            before?.Invoke(world);
            return await world.AskAsync(kind);
        });

    private static ReasonCode[] JoinPosted(TokenSettings settings, Func<BrokerWorld, Task<(int, System.Text.Json.JsonElement Answer, string)>> post) =>
        InWorld(settings, async world => (await post(world)).Answer.GetProperty("code").GetString()!);

    private static ReasonCode[] InWorld(TokenSettings settings, Func<BrokerWorld, Task<string>> work)
    {
        return Task.Run(RunAsync).GetAwaiter().GetResult();

        async Task<ReasonCode[]> RunAsync()
        {
            await using BrokerWorld world = await BrokerWorld.StartAsync(settings);
            return ReasonTable.TryFind(await work(world), out ReasonCode code) ? [code] : [];
        }
    }

    /// <summary>Nobody signs, and with every look ten seconds pass.</summary>
    private static void Unsigned(BrokerWorld world) => world.Cluster.Fails = asked =>
    {
        world.Clock.Now += asked.StartsWith("GET", StringComparison.Ordinal) ? TimeSpan.FromSeconds(10) : TimeSpan.Zero;
        return 0;
    };

    private static void Deny(JsonObject request) => request["status"] = new JsonObject
    {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Denied", ["status"] = "True", ["reason"] = "GateCsrKey" }),
    };

    /// <summary>A second request while the first one's Secret is being made.</summary>
    private static async Task<(int, System.Text.Json.JsonElement, string)> Busy(BrokerWorld world)
    {
        (int, System.Text.Json.JsonElement, string) second = default;
        world.Cluster.Fails = _ =>
        {
            second = Task.Run(() => world.PostAsync(world.Body().ToJsonString())).GetAwaiter().GetResult();
            return 0;
        };
        await world.PostAsync(world.Body().ToJsonString());
        return second;
    }
}
