using System.Net;
using System.Text.Json;
using static Attestation.SystemTests.Verifier.Nodes.NodeRequests;
using static Attestation.SystemTests.Verifier.Requests;

namespace Attestation.SystemTests.Verifier.Nodes;

/// <summary>Enrolment with a TPM that only tpm2-tools talk to.</summary>
public sealed class EnrolmentTests
{
    [Theory]
    [InlineData("rsa", "ecc", "ecdsa")]
    [InlineData("rsa", "rsa", "rsassa")]
    [InlineData("rsa", "rsa", "rsapss")]
    [InlineData("ecc", "ecc", "ecdsa")]
    [InlineData("ecc384", "ecc", "ecdsa")]
    public async Task ANodeWithAnAllowedKeyIsEnrolled(string ek, string ak, string scheme)
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync(ek);
        node.NewAttestationKey(ak, scheme);
        world.Allow(node.EkName);
        await using VerifierProcess verifier = await world.StartAsync();
        Offer offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic, "worker-1.example"));
        JsonElement enrolled = await DocumentAsync(verifier.ActivateAsync(offer.Id, node.Activate(offer)!));
        Assert.Equal(node.AkName, enrolled.GetProperty("node").GetString());
        Assert.Equal("worker-1.example", enrolled.GetProperty("nodeName").GetString());
        Assert.Equal(300, enrolled.GetProperty("intervalSeconds").GetInt32());
        Assert.False(enrolled.TryGetProperty("udsCertificate", out _));

        JsonElement shown = await verifier.NodeAsync(node.AkName);
        Assert.Equal("enrolled", shown.GetProperty("state").GetString());
        Assert.Equal("allow-list", shown.GetProperty("anchor").GetString());
        Assert.Equal(node.EkName, shown.GetProperty("ekName").GetString());
        JsonElement all = await DocumentAsync(verifier.Client.GetAsync("api/v1/nodes"));
        Assert.Equal(node.AkName, Assert.Single(all.GetProperty("nodes").EnumerateArray()).GetProperty("node").GetString());
    }

    [Fact]
    public async Task ACredentialSurvivesKill()
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync();
        world.Allow(node.EkName);
        Offer offer;
        await using (VerifierProcess verifier = await world.StartAsync())
        {
            offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic));
            await verifier.KillAsync();
        }
        await using VerifierProcess again = await world.StartAsync();
        byte[] secret = node.Activate(offer)!;
        Assert.Equal(node.AkName, (await DocumentAsync(again.ActivateAsync(offer.Id, secret))).GetProperty("node").GetString());
        Assert.Equal("enrolment.used", await CodeAsync(again.ActivateAsync(offer.Id, secret)));
        Assert.Equal("0", Database.Execute(world.Database, $"SELECT COUNT(*) FROM enrolments WHERE secret_hash = x'{Convert.ToHexStringLower(secret)}'"));
    }

    [Fact]
    public async Task TheTpmRefusesACredentialForAnotherKeyAndTheVerifierAnotherSecret()
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync();
        world.Allow(node.EkName);
        await using VerifierProcess verifier = await world.StartAsync();
        Offer offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic));
        node.NewAttestationKey();
        Assert.Null(node.Activate(offer));
        Assert.Equal("enrolment.secret", await CodeAsync(verifier.ActivateAsync(offer.Id, new byte[32])));
        Assert.Equal("enrolment.used", await CodeAsync(verifier.ActivateAsync(offer.Id, new byte[32])));
        Assert.Equal(HttpStatusCode.NotFound, (await verifier.Client.GetAsync($"api/v1/nodes/{node.AkName}")).StatusCode);
    }

    [Fact]
    public async Task AKeyThatIsNotRestrictedIsRefused()
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync();
        node.TakeUnrestrictedKey();
        world.Allow(node.EkName);
        await using VerifierProcess verifier = await world.StartAsync();
        Assert.Equal("tpm.ak.not-restricted", await CodeAsync(verifier.AskAsync(Asking(node.EkPublic, node.AkPublic))));
    }

    [Fact]
    public async Task ANewAttestationKeyOfTheSameTpmReplacesTheOld()
    {
        using var world = new NodeWorld();
        await using ToolsNode node = await ToolsNode.StartAsync();
        world.Allow(node.EkName);
        await using VerifierProcess verifier = await world.StartAsync();
        string first = await EnrolAsync(verifier, node);
        node.NewAttestationKey();
        string second = await EnrolAsync(verifier, node);
        JsonElement old = await verifier.NodeAsync(first);
        Assert.Equal("superseded", old.GetProperty("state").GetString());
        Assert.Equal(second, old.GetProperty("supersededBy").GetString());
        Assert.Equal("enrolled", (await verifier.NodeAsync(second)).GetProperty("state").GetString());
    }

    private static async Task<string> EnrolAsync(VerifierProcess verifier, ToolsNode node)
    {
        Offer offer = await verifier.OfferAsync(Asking(node.EkPublic, node.AkPublic, "worker-1"));
        return (await DocumentAsync(verifier.ActivateAsync(offer.Id, node.Activate(offer)!))).GetProperty("node").GetString()!;
    }
}
