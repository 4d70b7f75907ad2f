using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Jose;

namespace Attestation.SystemTests.Cluster.Joining;

/// <summary>A node whose evidence binds a key for secrets beside its kubelet's.</summary>
internal sealed class JoiningNode : IDisposable
{
    private readonly ECDiffieHellman _key = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    private JoiningNode(AttestedNode node)
    {
        Node = node;
        node.SecretsKey = SHA256.HashData(_key.ExportSubjectPublicKeyInfo());
    }

    public AttestedNode Node { get; }

    public string Name => Node.Name;

    /// <summary>Enrolled; no verdict yet.</summary>
    public static async Task<JoiningNode> EnrolAsync(AttestationSite site, string name) => new(await site.EnrolAsync(name));

    /// <summary>With a good verdict that the gate has heard of: it answers for the node.</summary>
    public static async Task<JoiningNode> GoodAsync(AttestationSite site, BrokerClient broker, string name)
    {
        JoiningNode node = await EnrolAsync(site, name);
        await node.Node.AttestGoodAsync();
        using var other = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        await broker.AskUntilAsync(node.Asking(key: other), "gate.join.secrets-key"); // costs the node none of its budget
        return node;
    }

    /// <summary>The body of a request.</summary>
    /// <param name="request">PKCS #10 in PEM, for a certificate.</param>
    /// <param name="key">Another key than the bound one.</param>
    public JsonObject Asking(string? request = null, ECDiffieHellman? key = null)
    {
        var body = new JsonObject
        {
            ["node"] = Name,
            ["secretsKey"] = Convert.ToBase64String((key ?? _key).ExportSubjectPublicKeyInfo()),
            ["kind"] = request is null ? "bootstrap-token" : "client-certificate",
        };
        if (request is not null)
            body["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(request));
        return body;
    }

    /// <summary>What the node reads out of an answer; null where it cannot.</summary>
    public JsonElement? Open(string jwe)
    {
        Assert.True(EncryptedJwe.TryParse(jwe, out EncryptedJwe? message, out _));
        return message.TryDecrypt(_key, out byte[] plaintext, out _) ? JsonElement.Parse(plaintext) : null;
    }

    /// <summary>Asks for a token and opens it.</summary>
    public async Task<string> TokenAsync(BrokerClient broker)
    {
        BrokerAnswer answer = await broker.AskAsync(Asking());
        Assert.Equal(BrokerAnswer.Given, answer.Code);
        return Open(answer.Jwe)!.Value.GetProperty("token").GetString()!;
    }

    public void Dispose() => _key.Dispose();
}
