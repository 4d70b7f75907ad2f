using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.ForwardAuth;
using Attestation.Gate.Hosting;
using Attestation.Gate.Metrics;
using Attestation.UnitTests.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using static Attestation.UnitTests.Gate.ForwardAuth.ForwardSamples;

namespace Attestation.UnitTests.Gate.ForwardAuth;

/// <summary>
/// Requests in the shape in which proxies send them. nginx itself asks in the system tests; Envoy and Traefik are not packaged for the machines that run these
/// tests, so theirs follow their documentation (Envoy: "HTTP service" of ext_authz; Traefik: "ForwardAuth").
/// </summary>
public sealed class EndpointTests
{
    [Fact]
    public async Task EnvoyAppendsTheOriginalPathAndAnyMethodIsAnswered()
    {
        foreach (string method in (string[])["GET", "POST", "DELETE", "PROPFIND"])
        {
            DefaultHttpContext context = await AskAsync("appendedPath: true", "/auth/default/api/v1/things?id=1", method: method, headers:
            [
                ("Authorization", "Bearer " + NodeToken()), ("x-envoy-internal", "true"), ("x-forwarded-for", "198.51.100.7"), ("content-length", "0"),
            ]);
            Assert.Equal((200, "worker-1"), (context.Response.StatusCode, (string?)context.Response.Headers["X-Attestation-Subject"]));
        }
    }

    [Fact]
    public async Task TraefikSendsTheOriginalRequestInHeaders()
    {
        DefaultHttpContext context = await AskAsync("certificate: {form: traefik}\n  policies: {bound: {certificate: key}}", "/auth/bound", headers:
        [
            ("authorization", "bearer " + DeviceToken()), ("X-Forwarded-Method", "GET"), ("X-Forwarded-Uri", "/../x"), ("X-Forwarded-Tls-Client-Cert", Convert.ToBase64String(Chain[0].Span)),
        ]);
        Assert.Equal(200, context.Response.StatusCode);
    }

    [Fact]
    public async Task ARefusalHasItsReasonAndTellsNoMore()
    {
        DefaultHttpContext context = await AskAsync("", "/auth", headers: [("Authorization", "Bearer x")]);
        Assert.Equal((401, "result.form", "Bearer error=\"invalid_token\""),
            (context.Response.StatusCode, (string?)context.Response.Headers["X-Attestation-Reason"], (string?)context.Response.Headers.WWWAuthenticate));
        JsonElement problem = JsonElement.Parse(((MemoryStream)context.Response.Body).ToArray());
        Assert.Equal(["title", "status", "code", "remedy"], problem.EnumerateObject().Select(p => p.Name));
        Assert.Equal("application/problem+json", context.Response.ContentType);
    }

    [Theory]
    [InlineData("no header", null, 401, "forward.missing")]
    [InlineData("an empty header", "", 401, "forward.missing")]
    [InlineData("another scheme", "Basic dTpw", 403, "forward.header")]
    [InlineData("the scheme alone", "Bearer ", 401, "result.form")]
    public async Task AuthorizationIsABearerToken(string description, string? value, int status, string reason)
    {
        DefaultHttpContext context = await AskAsync("", "/auth", headers: value is null ? [] : [("Authorization", value)]);
        Assert.True((status, reason) == (context.Response.StatusCode, (string?)context.Response.Headers["X-Attestation-Reason"]), description);
    }

    [Fact]
    public async Task AnotherHeaderHoldsTheTokenAlone()
    {
        DefaultHttpContext context = await AskAsync("tokenHeader: X-Attestation-Result", "/auth", headers: [("X-Attestation-Result", NodeToken()), ("Authorization", "Basic dTpw")]);
        Assert.Equal(200, context.Response.StatusCode);
    }

    /// <summary>The whole program without a cluster, listening with TLS.</summary>
    [Fact]
    public async Task TheListenerCanHaveTls()
    {
        using var folder = new TemporaryFolder();
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=gate", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(folder["tls.pem"], certificate.ExportCertificatePem());
        await File.WriteAllTextAsync(folder["tls.key"], key.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(folder["keys.pem"], TestKeys.P256.PublicKey.ToPem());
        GateSettings settings = GateSamples.Settings($$"""
            state: {{folder["state"]}}
            kubernetes: {enabled: false}
            status: {listen: "http://127.0.0.1:0"}
            forwardAuth:
              enabled: true
              listen: https://127.0.0.1:0
              tls: {certificate: {{folder["tls.pem"]}}, key: {{folder["tls.key"]}}}
              resultKeys: {{folder["keys.pem"]}}
            """);
        await using GateService gate = GateService.Build(settings, LogFormat.Text, TimeProvider.System);
        await gate.StartAsync();
        using var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.RawData.SequenceEqual(certificate.RawData) == true };
        using var client = new HttpClient(handler);
        string url = gate.Listeners.Single(l => l.Name == "forward-auth").Url!;
        using HttpResponseMessage answer = await client.GetAsync(new Uri(url + "/auth"));
        Assert.Equal((HttpStatusCode.Unauthorized, "forward.missing"), (answer.StatusCode, answer.Headers.GetValues("X-Attestation-Reason").Single()));
        string status = gate.Listeners.Single(l => l.Name == "status").Url!;
        using HttpResponseMessage elsewhere = await client.GetAsync(new Uri(status + "/auth"));
        Assert.Equal(HttpStatusCode.NotFound, elsewhere.StatusCode); // only its own listener knows the path
    }

    [Fact]
    public async Task WhoIsNoProxyIsNotAnswered() => Assert.Equal(ForwardAuthReasons.Proxy, Assert.Single(await AnswerTo("203.0.113.9")));

    /// <summary>A good request from an address.</summary>
    internal static async Task<ReasonCode[]> AnswerTo(string address)
    {
        DefaultHttpContext context = await AskAsync("", "/auth", address, headers: [("Authorization", "Bearer " + NodeToken())]);
        return ReasonTable.TryFind(context.Response.Headers["X-Attestation-Reason"].ToString(), out ReasonCode reason) ? [reason] : [];
    }

    private static async Task<DefaultHttpContext> AskAsync(string section, string target, string from = "127.0.0.1", string method = "GET", params (string Name, string Value)[] headers)
    {
        GateSettings settings = GateSamples.Settings($"forwardAuth:\n  enabled: true\n  {section}\n");
        using var metrics = new GateMetrics();
        var endpoint = new ForwardAuthEndpoint(settings, Judge(form: settings.ForwardAuth.CertificateForm), metrics, new ManualClock(Now), NullLogger<ForwardAuthEndpoint>.Instance);
        var context = new DefaultHttpContext { Response = { Body = new MemoryStream() } };
        context.Connection.RemoteIpAddress = IPAddress.Parse(from);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = target;
        context.Request.Method = method;
        foreach ((string name, string value) in headers)
            context.Request.Headers[name] = value;
        await endpoint.AnswerAsync(context);
        return context;
    }
}
