using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.NodeAgent;
using Attestation.NodeAgent.Joining;
using Attestation.NodeAgent.Running;
using Attestation.NodeAgent.State;
using Attestation.NodeAgent.Verifiers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Attestation.UnitTests.NodeAgent.Joining;

/// <summary>
/// A gate's broker and an API server's certificate signing requests on loopback, in one TLS server: what a node meets when it joins, with every answer in the test's
/// hands. The system tests have the real ones.
/// </summary>
internal sealed class JoinSite : IAsyncDisposable
{
    public const string Node = "worker-1", Token = "abcdef.0123456789abcdef";

    private readonly WebApplication server;
    private readonly ECDsa authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 authority;

    private JoinSite()
    {
        var request = new CertificateRequest("CN=authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(ServerCertificate(), tls =>
        {
            tls.ClientCertificateMode = Microsoft.AspNetCore.Server.Kestrel.Https.ClientCertificateMode.AllowCertificate;
            tls.AllowAnyClientCertificate();
        })));
        server = builder.Build();
        server.MapPost("/join/v1/credentials", async context => await AnswerAsync(context, Ask));
        server.MapPost("/apis/certificates.k8s.io/v1/certificatesigningrequests", async context => await AnswerAsync(context, body => File(context, body)));
        server.MapGet("/apis/certificates.k8s.io/v1/certificatesigningrequests/{name}", async context => await AnswerAsync(context, _ => Find(context)));
    }

    public TemporaryFolder Folder { get; } = new();

    /// <summary>The gate's answer to a request's body.</summary>
    public Func<JsonObject, (int Status, JsonObject Body)> Gate { get; set; } = null!;

    /// <summary>What becomes of a request when somebody looks at it; gets the request and how often it was looked at.</summary>
    public Action<JsonObject, int> Decide { get; set; } = (_, _) => { };

    /// <summary>Does the API server take this caller? Gets bearer token and client certificate.</summary>
    public Func<string?, X509Certificate2?, bool> Takes { get; set; } = (token, certificate) => token == Token || certificate is not null;

    public ConcurrentDictionary<string, (JsonObject Request, int Looks)> Requests { get; } = [];

    /// <summary>Requests to the gate, in order.</summary>
    public ConcurrentQueue<JsonObject> Asked { get; } = [];

    /// <summary>Of the server's authority, as <c>--gate-pin</c> takes it.</summary>
    public string AuthorityPin => "sha256/" + Convert.ToBase64String(SHA256.HashData(authorityKey.ExportSubjectPublicKeyInfo()));

    public AgentFolders Folders => new(Folder["state"], Folder["run"]);

    public JoinOptions Join { get; private set; } = null!;

    public AgentOptions Options => new() { Folders = Folders, Join = Join };

    public StringWriter Log { get; } = new();

    public JoinState State => new(Folders);

    public KubeletFiles Files => new(Join.Folder);

    public JoinPreparation Preparation(TimeProvider? time = null) => new(Options, Join, AgentLog, time ?? TimeProvider.System);

    public Joiner Joiner(TimeProvider? time = null) => new(Options, Join, AgentLog, time ?? TimeProvider.System);

    private AgentLog AgentLog => new(Log, LogFormat.Json, TimeProvider.System);

    public static async Task<JoinSite> StartAsync(JoinKind kind = JoinKind.BootstrapToken)
    {
        var site = new JoinSite();
        await site.server.StartAsync();
        var address = new Uri(site.server.Urls.Single() + "/");
        await System.IO.File.WriteAllTextAsync(site.Folder["ca.pem"], site.authority.ExportCertificatePem());
        site.Join = new JoinOptions
        {
            Gate = new VerifierOptions { Role = "gate", Address = address, AuthorityFile = site.Folder["ca.pem"], Timeout = TimeSpan.FromSeconds(30) },
            Folder = site.Folder["kubelet"],
            Kind = kind,
        };
        site.Gate = asked => (200, site.Credential(asked));
        site.Decide = (request, _) => site.Issue(request);
        return site;
    }

    /// <summary>What a gate gives: a token, or the certificate for the request that came along.</summary>
    public JsonObject Credential(JsonObject asked, Action<JsonObject>? change = null)
    {
        string kind = asked["kind"]!.GetValue<string>();
        var content = new JsonObject { ["server"] = server.Urls.Single(), ["ca"] = authority.ExportCertificatePem() };
        if (kind == "bootstrap-token")
            content["token"] = Token;
        else
            content["certificate"] = Sign(Encoding.ASCII.GetString(Convert.FromBase64String(asked["request"]!.GetValue<string>())));
        change?.Invoke(content);
        Assert.True(VerificationKey.TryParseSpki(Convert.FromBase64String(asked["secretsKey"]!.GetValue<string>()), out VerificationKey recipient, out _));
        using ECDiffieHellman ephemeral = ECDiffieHellman.Create(ECCurve.NamedCurves.nistP256);
        string jwe = JweWriter.Encrypt(recipient, ephemeral, new byte[12], "gate", asked["node"]!.GetValue<string>(), Encoding.UTF8.GetBytes(content.ToJsonString()));
        return new JsonObject { ["kind"] = kind, ["expires"] = "2030-01-01T00:00:00Z", ["jwe"] = jwe };
    }

    public static JsonObject Problem(string code) => new() { ["code"] = code, ["title"] = "A sentence.", ["remedy"] = "A remedy." };

    /// <summary>Approves and signs.</summary>
    public void Issue(JsonObject request, string? subject = null)
    {
        string pem = Encoding.ASCII.GetString(Convert.FromBase64String(request["spec"]!["request"]!.GetValue<string>()));
        request["status"] = new JsonObject
        {
            ["conditions"] = new JsonArray(Condition("Approved", "gate.approved")),
            ["certificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(Sign(pem, subject))),
        };
    }

    public static void Conclude(JsonObject request, string type, string reason) =>
        request["status"] = new JsonObject { ["conditions"] = new JsonArray(Condition(type, reason)) };

    /// <summary>A client certificate for a PKCS #10 request; PEM.</summary>
    public string Sign(string request, string? subject = null, DateTimeOffset? ends = null)
    {
        CertificateRequest asked = CertificateRequest.LoadSigningRequestPem(request, HashAlgorithmName.SHA256);
        var issued = new CertificateRequest(subject is null ? asked.SubjectName : new X500DistinguishedName(subject), asked.PublicKey, HashAlgorithmName.SHA256);
        issued.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.2")], false));
        var signer = X509SignatureGenerator.CreateForECDsa(authorityKey);
        DateTimeOffset end = ends ?? DateTimeOffset.UtcNow.AddHours(1);
        using X509Certificate2 certificate = issued.Create(authority.SubjectName, signer, end.AddHours(-2), end, RandomNumberGenerator.GetBytes(8));
        return certificate.ExportCertificatePem() + "\n";
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        authority.Dispose();
        authorityKey.Dispose();
        Folder.Dispose();
    }

    private static JsonObject Condition(string type, string reason) => new() { ["type"] = type, ["status"] = "True", ["reason"] = reason, ["message"] = "What the gate says." };

    private (int, JsonObject) File(HttpContext context, JsonObject body)
    {
        string name = body["metadata"]!["name"]!.GetValue<string>();
        if (!IsTaken(context))
            return (401, new JsonObject { ["message"] = "Unauthorized" });
        return Requests.TryAdd(name, (body, 0)) ? (201, body) : (409, new JsonObject { ["reason"] = "AlreadyExists", ["message"] = $"{name} already exists" });
    }

    private (int, JsonObject) Find(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        if (!IsTaken(context))
            return (401, new JsonObject { ["message"] = "Unauthorized" });
        if (!Requests.TryGetValue(name, out (JsonObject Request, int Looks) found))
            return (404, new JsonObject { ["message"] = $"{name} not found" });
        Decide(found.Request, found.Looks);
        Requests[name] = found with { Looks = found.Looks + 1 };
        return (200, found.Request);
    }

    private bool IsTaken(HttpContext context) =>
        Takes(context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] ? token : null, context.Connection.ClientCertificate);

    private (int, JsonObject) Ask(JsonObject asked)
    {
        Asked.Enqueue(asked);
        return Gate(asked);
    }

    private async Task AnswerAsync(HttpContext context, Func<JsonObject, (int Status, JsonObject Body)> answer)
    {
        string body = await new StreamReader(context.Request.Body).ReadToEndAsync();
        (int status, JsonObject content) = answer(body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject());
        context.Response.StatusCode = status;
        context.Response.ContentType = status < 300 ? "application/json" : "application/problem+json";
        await context.Response.WriteAsync(content.ToJsonString());
    }

    private X509Certificate2 ServerCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using X509Certificate2 certificate = request.Create(authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(1), [1, 2, 3]);
        using X509Certificate2 withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pfx), null);
    }
}
