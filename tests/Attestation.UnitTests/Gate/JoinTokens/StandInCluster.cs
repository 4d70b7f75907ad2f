using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Attestation.UnitTests.Gate.JoinTokens;

/// <summary>
/// The little of an API server that the broker talks to: secrets are created and deleted, certificate signing requests created and read. What the real
/// one does is tested in the system tests; here its failures are.
/// </summary>
internal sealed class StandInCluster : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _uid;

    private StandInCluster(WebApplication application) => _application = application;

    /// <summary>Secrets by name.</summary>
    public Dictionary<string, JsonObject> Secrets { get; } = [];

    /// <summary>Certificate signing requests by name.</summary>
    public Dictionary<string, JsonObject> Requests { get; } = [];

    /// <summary>Method and path of everything that was asked, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>Accept headers, in order.</summary>
    public List<string> Accepted { get; } = [];

    /// <summary>Called before each request; a status other than 0 is answered instead.</summary>
    public Func<string, int> Fails { get; set; } = _ => 0;

    /// <summary>What becomes of a new certificate signing request.</summary>
    public Action<JsonObject> Signs { get; set; } = _ => { };

    public ApiServer Server { get; private set; } = null!;

    public static async Task<StandInCluster> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        WebApplication application = builder.Build();
        var cluster = new StandInCluster(application);
        application.UseRouting();
        application.Use(cluster.ObserveAsync);
        const string secrets = "/api/v1/namespaces/kube-system/secrets", requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
        application.MapPost(secrets, (RequestDelegate)(c => cluster.CreateAsync(c, cluster.Secrets)));
        application.MapDelete(secrets + "/{name}", (RequestDelegate)cluster.DeleteAsync);
        application.MapPost(requests, (RequestDelegate)(c => cluster.CreateAsync(c, cluster.Requests)));
        application.MapGet(requests + "/{name}", (RequestDelegate)cluster.FindAsync);
        await application.StartAsync();
        string url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        cluster.Server = new ApiServer(new ApiCredentials(new Uri(url + "/"), [], null, "token", null));
        return cluster;
    }

    /// <summary>A value of a secret, decoded.</summary>
    public string Value(string secret, string key) => Encoding.UTF8.GetString(Convert.FromBase64String(Secrets[secret]["data"]![key]!.GetValue<string>()));

    /// <summary>Signs a request by a fresh authority.</summary>
    public static void Issue(JsonObject request)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 made = new CertificateRequest("O=system:nodes, CN=system:node:worker-1", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(80));
        request["status"] = new JsonObject { ["certificate"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(made.ExportCertificatePem())) };
    }

    public async ValueTask DisposeAsync()
    {
        Server.Dispose();
        await _application.DisposeAsync();
    }

    private async Task ObserveAsync(HttpContext context, RequestDelegate next)
    {
        string asked = $"{context.Request.Method} {context.Request.Path.Value!.Split('/')[^1]}";
        int status;
        lock (Asked)
        {
            Asked.Add(asked);
            Accepted.Add(context.Request.Headers.Accept.ToString());
            status = Fails(asked);
        }
        if (status == 0)
            await next(context);
        else
            await AnswerAsync(context, status, new JsonObject { ["code"] = status, ["reason"] = "Failed", ["message"] = "as the test wants it" });
    }

    private async Task CreateAsync(HttpContext context, Dictionary<string, JsonObject> objects)
    {
        JsonObject made = (await JsonNode.ParseAsync(context.Request.Body))!.AsObject();
        string name = made["metadata"]!["name"]!.GetValue<string>();
        bool taken;
        lock (Asked)
        {
            taken = objects.ContainsKey(name);
            if (!taken)
            {
                made["metadata"]!["uid"] = $"uid-{++_uid}";
                objects[name] = made;
                if (objects == Requests)
                    Signs(made);
            }
        }
        await AnswerAsync(context, taken ? 409 : 201, taken ? new JsonObject { ["code"] = 409, ["reason"] = "AlreadyExists" } : made);
    }

    private async Task DeleteAsync(HttpContext context)
    {
        string name = (string)context.Request.RouteValues["name"]!;
        JsonNode? options = context.Request.ContentLength > 0 ? await JsonNode.ParseAsync(context.Request.Body) : null;
        int status;
        lock (Asked)
        {
            JsonObject? found = Secrets.GetValueOrDefault(name);
            bool other = options?["preconditions"]?["uid"]?.GetValue<string>() is { } uid && found?["metadata"]!["uid"]!.GetValue<string>() != uid;
            status = found is null ? 404 : other ? 409 : 200;
            if (status == 200)
                Secrets.Remove(name);
        }
        await AnswerAsync(context, status, new JsonObject { ["code"] = status, ["kind"] = "Status" });
    }

    private Task FindAsync(HttpContext context)
    {
        JsonObject? found;
        lock (Asked)
            found = Requests.GetValueOrDefault((string)context.Request.RouteValues["name"]!);
        return AnswerAsync(context, found is null ? 404 : 200, found ?? new JsonObject { ["code"] = 404 });
    }

    private static Task AnswerAsync(HttpContext context, int status, JsonObject body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString());
    }
}
