using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Jose;
using Attestation.Gate.Configuration;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.Metrics;
using Attestation.Gate.Verdicts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.JoinTokens;

/// <summary>A broker over a stand-in cluster, with a clock that stands, a node worker-1 with a good verdict, and the node's two keys.</summary>
internal sealed class BrokerWorld : IAsyncDisposable
{
    public const string Node = "worker-1", Prefix = "attestation.example.com";

    public static readonly DateTimeOffset Start = new(2026, 11, 21, 9, 0, 0, TimeSpan.Zero);

    private readonly GateMetrics _metrics = new();
    private long _sequence;

    private BrokerWorld(StandInCluster cluster, TokenSettings settings)
    {
        (Cluster, Settings) = (cluster, settings);
        Clock = new StandingClock { Now = Start };
        Verdicts = new VerdictCache(Clock);
        Ledger = new TokenLedger(cluster.Server, Prefix, settings, Clock, NullLogger<TokenLedger>.Instance);
        var certificates = new NodeCertificates(cluster.Server, settings, Clock, NullLogger<NodeCertificates>.Instance);
        Broker = new CredentialBroker(Verdicts, Ledger, certificates, new CredentialSeal(new Uri("https://api.example.com:6443"), "a certificate in PEM"), settings, Clock);
        Endpoint = new JoinEndpoint(Broker, settings, new JoinMetrics(_metrics, Ledger), Clock, NullLogger<JoinEndpoint>.Instance);
        Put(Verdict());
        Verdicts.Contacted(complete: true);
    }

    public StandInCluster Cluster { get; }

    public TokenSettings Settings { get; }

    public StandingClock Clock { get; }

    public VerdictCache Verdicts { get; }

    public TokenLedger Ledger { get; }

    public CredentialBroker Broker { get; }

    public JoinEndpoint Endpoint { get; }

    public ECDiffieHellman SecretsKey { get; } = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);

    public ECDsa KubeletKey { get; } = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public static string SecretName => "bootstrap-token-" + TokenId.Of(Prefix, Node);

    public static TokenSettings Usual { get; } = new()
    {
        Kinds = [CredentialKind.BootstrapToken, CredentialKind.ClientCertificate],
        Lifetime = TimeSpan.FromMinutes(10),
        UsedGrace = TimeSpan.FromSeconds(30),
        Groups = new TokenGroups(TokenGroups.DefaultPrefix),
        PerNode = 3,
        PerAddress = 10,
        Concurrency = 2,
        CertificateWait = TimeSpan.FromSeconds(10),
    };

    public static async Task<BrokerWorld> StartAsync(TokenSettings? settings = null) => new(await StandInCluster.StartAsync(), settings ?? Usual);

    /// <summary>A good one; later calls make later ones.</summary>
    public NodeVerdict Verdict() => new(Node, "000b00", VerdictStatus.Affirming, Start.AddMinutes(-1), Start.AddHours(1),
        Hash(KubeletKey.ExportSubjectPublicKeyInfo()), Hash(SecretsKey.ExportSubjectPublicKeyInfo()), [], "01", ++_sequence);

    public void Put(NodeVerdict verdict) => Assert.True(Verdicts.Put(verdict));

    /// <summary>The body of a good request for a token.</summary>
    public JsonObject Body(CredentialKind kind = CredentialKind.BootstrapToken)
    {
        var body = new JsonObject { ["node"] = Node, ["secretsKey"] = Convert.ToBase64String(SecretsKey.ExportSubjectPublicKeyInfo()), ["kind"] = kind.Name() };
        if (kind == CredentialKind.ClientCertificate)
            body["request"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(new CertificateRequestText("O=system:nodes, CN=system:node:worker-1", KubeletKey).Pem));
        return body;
    }

    public JoinRequest Request(CredentialKind kind = CredentialKind.BootstrapToken) =>
        JoinRequest.TryParse(Encoding.UTF8.GetBytes(Body(kind).ToJsonString()), out JoinRequest? request, out GateDenial? denial)
            ? request
            : throw new InvalidOperationException(denial.Message);

    /// <summary>The id of the reason, or "given".</summary>
    public async Task<string> AskAsync(CredentialKind kind = CredentialKind.BootstrapToken)
    {
        (Credential? credential, GateDenial? denial, _) = await Broker.GiveAsync(Request(kind), CancellationToken.None);
        return credential is null ? denial!.Code.Id : "given";
    }

    /// <summary>Posts to the endpoint.</summary>
    /// <returns>Status, the answer's document, and Retry-After.</returns>
    public async Task<(int Status, JsonElement Answer, string RetryAfter)> PostAsync(string body, string address = "192.0.2.1", string type = "application/json")
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = System.Net.IPAddress.Parse(address);
        context.Request.ContentType = type;
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body));
        context.Response.Body = new MemoryStream();
        await Endpoint.HandleAsync(context);
        byte[] answer = ((MemoryStream)context.Response.Body).ToArray();
        return (context.Response.StatusCode, JsonDocument.Parse(answer).RootElement, context.Response.Headers.RetryAfter.ToString());
    }

    /// <summary>What the node reads out of an answer.</summary>
    public JsonElement Decrypt(string jwe)
    {
        Assert.True(EncryptedJwe.TryParse(jwe, out EncryptedJwe? message, out _));
        Assert.True(message.TryDecrypt(SecretsKey, out byte[] plaintext, out _));
        Assert.Equal(Node, Encoding.UTF8.GetString(message.PartyV.Span));
        return JsonDocument.Parse(plaintext).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        SecretsKey.Dispose();
        KubeletKey.Dispose();
        _metrics.Dispose();
        await Cluster.DisposeAsync();
    }

    private static string Hash(byte[] info) => Convert.ToHexStringLower(SHA256.HashData(info));
}

/// <summary>Calendar and stopwatch stand still until they are told otherwise; pauses are real ones.</summary>
internal sealed class StandingClock : TimeProvider
{
    public DateTimeOffset Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() => Now;

    public override long GetTimestamp() => Now.Ticks;
}

/// <summary>A PKCS #10 request in PEM.</summary>
internal sealed record CertificateRequestText(string Subject, ECDsa Key)
{
    public string Pem => new System.Security.Cryptography.X509Certificates.CertificateRequest(Subject, Key, HashAlgorithmName.SHA256).CreateSigningRequestPem();
}
