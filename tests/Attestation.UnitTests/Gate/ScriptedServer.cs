using System.Net;
using Attestation.Gate.Kubernetes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Attestation.UnitTests.Gate;

/// <summary>A web server on loopback that does what a test says, for the ways in which a real one fails; what real ones do is in the system tests.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly List<string> _asked = [];

    private ScriptedServer(WebApplication application) => _application = application;

    /// <summary>Answers every request.</summary>
    public Func<HttpContext, Task> Answers { get; set; } = context => Task.CompletedTask;

    public Uri Url { get; private set; } = null!;

    /// <summary>Method, path and query of every request so far.</summary>
    public string[] Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public static async Task<ScriptedServer> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        WebApplication application = builder.Build();
        var server = new ScriptedServer(application);
        application.Run(server.HandleAsync);
        await application.StartAsync();
        server.Url = new Uri(application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");
        return server;
    }

    public ApiServer AsApiServer() => new(new ApiCredentials(Url, [], null, "token", null));

    public static Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Waits until a condition holds; a test that waits in vain fails.</summary>
    public static async Task UntilAsync(Func<bool> holds, string what)
    {
        for (int i = 0; i < 1500; i++)
        {
            if (holds())
                return;
            await Task.Delay(20);
        }
        Assert.Fail($"not within 30 seconds: {what}");
    }

    public async ValueTask DisposeAsync() => await _application.DisposeAsync();

    private Task HandleAsync(HttpContext context)
    {
        lock (_asked)
            _asked.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
        return Answers(context);
    }
}
