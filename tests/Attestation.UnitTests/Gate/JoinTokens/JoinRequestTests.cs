using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Verdicts;

namespace Attestation.UnitTests.Gate.JoinTokens;

public sealed class JoinRequestTests
{
    private static readonly byte[] Key = NewKey(ECCurve.NamedCurves.nistP256);

    public static TheoryData<string, string, string> Refused => new()
    {
        { "no JSON", "{", "json.malformed" },
        { "a list", "[]", "not an object" },
        { "a name twice", """{"node":"a","node":"a"}""", "json.duplicate-key" },
        { "an unknown member", With(("token", "x")), "an unknown member" },
        { "no node", With(("node", null)), "node" },
        { "a node in capitals", With(("node", "Worker-1")), "node" },
        { "a node with a slash", With(("node", "a/b")), "node" },
        { "a node of 254 characters", With(("node", new string('a', 254))), "node" },
        { "a node that is a number", With(("node", 1)), "node" },
        { "an unknown kind", With(("kind", "password")), "kind" },
        { "no kind", With(("kind", null)), "kind" },
        { "no key", With(("secretsKey", null)), "secretsKey" },
        { "an empty key", With(("secretsKey", "")), "secretsKey" },
        { "a key in base64url", With(("secretsKey", Convert.ToBase64String(Key).TrimEnd('=').Replace('+', '-').Replace('/', '_') + "-")), "secretsKey" },
        { "a key with a line feed", With(("secretsKey", Convert.ToBase64String(Key).Insert(64, "\n"))), "secretsKey" },
        { "a key with a byte after it", With(("secretsKey", Convert.ToBase64String([.. Key, 0]))), "secretsKey" },
        { "a point off the curve", With(("secretsKey", Convert.ToBase64String(Changed(Key, ^1)))), "secretsKey" },
        { "a compressed point", With(("secretsKey", Convert.ToBase64String(Compressed(Key)))), "secretsKey" },
        { "a key on P-384", With(("secretsKey", Convert.ToBase64String(NewKey(ECCurve.NamedCurves.nistP384)))), "secretsKey" },
        { "a certificate without its request", With(("kind", "client-certificate")), "request" },
        { "a token with a request", With(("request", "AAAA")), "request" },
        { "a request that is no base64", With(("kind", "client-certificate"), ("request", "?")), "request" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWhatIsNotAsDefined(string description, string body, string detail)
    {
        Assert.False(JoinRequest.TryParse(Encoding.UTF8.GetBytes(body), out _, out GateDenial? denial), description);
        Assert.Equal("gate.join.request", denial.Code.Id);
        Assert.Equal(detail, denial.Detail);
    }

    [Fact]
    public void ReadsWhatIs()
    {
        Assert.True(JoinRequest.TryParse(Encoding.UTF8.GetBytes(With()), out JoinRequest? token, out _));
        Assert.Equal(("worker-1", CredentialKind.BootstrapToken), (token.Node, token.Kind));
        Assert.Equal(Key, token.SecretsKeyInfo);
        Assert.Null(token.CertificateRequest);
        Assert.True(JoinRequest.TryParse(Encoding.UTF8.GetBytes(With(("kind", "client-certificate"), ("request", "AAAA"))), out JoinRequest? certificate, out _));
        Assert.Equal(CredentialKind.ClientCertificate, certificate.Kind);
        Assert.Equal([0, 0, 0], certificate.CertificateRequest!);
    }

    private static string With(params (string Member, JsonNode? Value)[] changes)
    {
        var body = new JsonObject { ["node"] = "worker-1", ["secretsKey"] = Convert.ToBase64String(Key), ["kind"] = "bootstrap-token" };
        foreach ((string member, JsonNode? value) in changes)
        {
            body.Remove(member);
            if (value is not null)
                body[member] = value;
        }
        return body.ToJsonString();
    }

    private static byte[] NewKey(ECCurve curve)
    {
        using var key = ECDiffieHellman.Create(curve);
        return key.ExportSubjectPublicKeyInfo();
    }

    private static byte[] Changed(byte[] bytes, Index at)
    {
        byte[] changed = [.. bytes];
        changed[at] ^= 1;
        return changed;
    }

    /// <summary>02 or 03, and x (SEC 1 section 2.3.3).</summary>
    private static byte[] Compressed(byte[] spki) =>
        [.. Convert.FromHexString("3039301306072a8648ce3d020106082a8648ce3d030107032200"), (byte)(2 + (spki[^1] & 1)), .. spki[27..59]];
}
