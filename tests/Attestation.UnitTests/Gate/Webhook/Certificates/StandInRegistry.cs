using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attestation.UnitTests.Gate.Webhook.Certificates;

/// <summary>
/// The little of an API server that the certificate keeper talks to: one Secret and one ValidatingWebhookConfiguration, with versions and conflicts. What
/// the real one does is tested in the system tests; here its failures are, and clocks that jump.
/// </summary>
internal sealed class StandInRegistry : IAsyncDisposable
{
    public const string Namespace = "attestation", Name = "attest-gate-webhook", Configuration = "attest-gate";

    private readonly WebApplication application;
    private readonly Lock sync = new();
    private int version = 1;

    private StandInRegistry(WebApplication application) => this.application = application;

    public JsonObject? Secret { get; set; }

    public JsonObject? Hooks { get; set; }

    /// <summary>Asked before each request, and told its method; a status is answered instead.</summary>
    public Func<string, int?> Fails { get; set; } = _ => null;

    /// <summary>Asked after each write, which has happened: a status is answered instead of success.</summary>
    public Func<string, int?> Loses { get; set; } = _ => null;

    public ApiServer Server { get; private set; } = null!;

    /// <summary>caBundle of the first entry, PEM.</summary>
    public string Bundle => Hooks?["webhooks"]?[0]?["clientConfig"]?["caBundle"] is { } text ? Encoding.ASCII.GetString(Convert.FromBase64String(text.GetValue<string>())) : "";

    public static async Task<StandInRegistry> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var registry = new StandInRegistry(application) { Hooks = RegistrationCheckTests.Applied() };
        registry.Hooks["metadata"] = new JsonObject { ["name"] = Configuration, ["resourceVersion"] = "1" };
        application.Run(registry.AnswerAsync);
        await application.StartAsync();
        string url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        registry.Server = new ApiServer(new ApiCredentials(new Uri(url + "/"), [], null, "token", null));
        return registry;
    }

    public async ValueTask DisposeAsync()
    {
        Server.Dispose();
        await application.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        JsonNode? body = context.Request.Method == "GET" ? null : await JsonNode.ParseAsync(context.Request.Body);
        int status;
        JsonObject? answer = null;
        lock (sync)
        {
            status = Fails(context.Request.Method) ?? (context.Request.Path.Value!.Contains("secrets") ? OfSecret(context.Request.Method, body, out answer) : OfHooks(context.Request.Method, body, out answer));
            if (context.Request.Method != "GET" && status < 300)
                status = Loses(context.Request.Method) ?? status;
        }
        context.Response.StatusCode = status;
        await context.Response.WriteAsync((answer ?? []).ToJsonString());
    }

    private int OfSecret(string method, JsonNode? body, out JsonObject? answer)
    {
        answer = Secret?.DeepClone().AsObject();
        if (method == "GET")
            return Secret is null ? 404 : 200;
        if (method == "POST" ? Secret is not null : body!["metadata"]!["resourceVersion"]?.GetValue<string>() != Secret?["metadata"]!["resourceVersion"]!.GetValue<string>())
            return 409;
        Secret = body!.DeepClone().AsObject();
        Secret["metadata"]!["resourceVersion"] = $"{++version}";
        answer = Secret.DeepClone().AsObject();
        return 200;
    }

    /// <summary>JSON patch (RFC 6902) as far as the keeper writes it: test, add.</summary>
    private int OfHooks(string method, JsonNode? patch, out JsonObject? answer)
    {
        answer = Hooks?.DeepClone().AsObject();
        if (Hooks is null)
            return 404;
        if (method == "GET")
            return 200;
        foreach (JsonObject operation in patch!.AsArray().Cast<JsonObject>())
        {
            string[] at = operation["path"]!.GetValue<string>().Split('/')[1..];
            JsonNode holder = at[..^1].Aggregate((JsonNode)Hooks, (node, step) => node is JsonArray list ? list[int.Parse(step)]! : node[step]!);
            if (operation["op"]!.GetValue<string>() == "test" && holder[at[^1]]?.ToString() != operation["value"]!.ToString())
                return 422;
            holder[at[^1]] = operation["value"]!.DeepClone();
        }
        Hooks["metadata"]!["resourceVersion"] = $"{++version}";
        answer = Hooks.DeepClone().AsObject();
        return 200;
    }
}
