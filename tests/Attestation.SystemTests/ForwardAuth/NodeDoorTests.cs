using System.Security.Cryptography;
using System.Text.Json;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;
using Attestation.SystemTests.Cluster;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>Worker nodes with results of a real verifier, at a real nginx.</summary>
public sealed class NodeDoorTests
{
    [NginxFact]
    public async Task OnlyANodeWithACurrentGoodResultComesThrough()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode good = await site.EnrolAsync("worker-1"), bad = await site.EnrolAsync("worker-2");
        string token = Result(await good.AttestGoodAsync()), refused = Result(await bad.AttestBadAsync());
        await using Door door = await Door.StartAsync(site.Address, site.ApiTokenFile);

        CurlAnswer through = await door.AskAsync("/", token);
        Assert.True(through.Status == 200, through.Head + through.Body);
        Assert.Equal("subject=worker-1;authorization=", through.Body);
        await ExpectAsync(door, null, 401, "forward.missing");
        await ExpectAsync(door, "garbage", 401, "result.form");
        await ExpectAsync(door, "a.b.c", 401, "jwt.structure");
        await ExpectAsync(door, Damaged(token), 401, "result.key");
        await ExpectAsync(door, OfAnotherVerifier(), 401, "result.key");
        await ExpectAsync(door, refused, 403, "result.status");
        Assert.Equal(1, door.Service.Reached);
    }

    /// <summary>The result is good for minutes yet; the operator's word reaches the door over the verifier's feed.</summary>
    [NginxFact]
    public async Task ARevokedNodesUnexpiredResultIsRefused()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolAsync("worker-1");
        string token = Result(await node.AttestGoodAsync());
        await using Door door = await Door.StartAsync(site.Address, site.ApiTokenFile);
        Assert.Equal(200, (await door.AskAsync("/", token)).Status);
        await node.RevokeAsync();
        CurlAnswer answer = await UntilRefusedAsync(door, token);
        Assert.Equal((403, "gate.verdict.revoked"), (answer.Status, answer.Reason));
    }

    [NginxFact]
    public async Task AResultThatWasFollowedByABadOneIsRefused()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolAsync("worker-1");
        string token = Result(await node.AttestGoodAsync());
        await using Door door = await Door.StartAsync(site.Address, site.ApiTokenFile);
        Assert.Equal(200, (await door.AskAsync("/", token)).Status);
        await node.AttestBadAsync();
        CurlAnswer answer = await UntilRefusedAsync(door, token);
        Assert.Equal((403, "gate.verdict.refused"), (answer.Status, answer.Reason));
    }

    [NginxFact]
    public async Task AnExpiredResultIsRefused()
    {
        await using AttestationSite site = await AttestationSite.StartAsync("--ear-ttl", "2");
        AttestedNode node = await site.EnrolAsync("worker-1");
        string token = Result(await node.AttestGoodAsync());
        await using Door door = await Door.StartAsync(site.Address, site.ApiTokenFile);
        CurlAnswer answer = await UntilRefusedAsync(door, token);
        Assert.Equal((401, "result.expired"), (answer.Status, answer.Reason));
    }

    /// <summary>What the client sends under the names that only nginx and the gate may set is lost.</summary>
    [NginxFact]
    public async Task AClientCannotWriteTheProxysHeaders()
    {
        await using AttestationSite site = await AttestationSite.StartAsync();
        AttestedNode node = await site.EnrolGoodAsync("worker-1");
        string token = Result(await node.AttestGoodAsync());
        await using Door door = await Door.StartAsync(site.Address, site.ApiTokenFile);
        CurlAnswer through = await door.AskAsync("/", token, "-H", "X-Attestation-Subject: root");
        Assert.Equal("subject=worker-1;authorization=", through.Body);
        string pem = Uri.EscapeDataString(node.Key.SelfSigned("worker-1"));
        CurlAnswer forged = await door.AskAsync("/bound/", token, "-H", "X-Client-Cert: " + pem);
        Assert.Equal((401, "forward.missing"), (forged.Status, forged.Reason)); // nginx saw no certificate in TLS
        CurlAnswer past = await CurlAnswer.GetAsync(door.GateAddress + "/auth/bound", "-H", "Authorization: Bearer " + token, "-H", "X-Client-Cert: " + pem);
        Assert.True(past.Status == 200, past.Head); // whoever may speak as a proxy is believed: hence trustedProxies
        Assert.Equal(403, (await CurlAnswer.GetAsync(door.GateAddress + "/auth/default/../certified", "--path-as-is", "-H", "Authorization: Bearer " + token)).Status);
    }

    private static async Task ExpectAsync(Door door, string? token, int status, string reason)
    {
        CurlAnswer answer = await door.AskAsync("/", token);
        Assert.True((status, reason) == (answer.Status, answer.Reason), $"{status} {reason}: {answer.Head}");
    }

    private static async Task<CurlAnswer> UntilRefusedAsync(Door door, string token)
    {
        for (DateTime end = DateTime.UtcNow.AddSeconds(60); DateTime.UtcNow < end; await Task.Delay(100))
        {
            CurlAnswer answer = await door.AskAsync("/", token);
            if (answer.Status != 200)
                return answer;
        }
        throw new InvalidOperationException($"never refused: {string.Join('\n', door.Gate.Lines)}");
    }

    private static string Result(JsonElement appraisal) => appraisal.GetProperty("result").GetString()!;

    /// <summary>Good in every respect, signed by a key of the attacker's.</summary>
    private static string OfAnotherVerifier()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.True(SigningKey.TryParsePkcs8(key.ExportPkcs8PrivateKey(), out SigningKey signer, out _));
        using (signer)
        {
            long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
            var submodules = new Dictionary<string, EarAppraisal> { ["node"] = new() { Status = EarStatus.Affirming } };
            return EarWriter.SignJwt(new EarClaims
            {
                IssuedAt = now, Expiration = now + 600, VerifierDeveloper = "Attestation", VerifierBuild = "1", Submodules = submodules,
            }, signer);
        }
    }

    private static string Damaged(string token) => token[..^8] + (token[^8] == 'A' ? 'B' : 'A') + token[^7..];
}
