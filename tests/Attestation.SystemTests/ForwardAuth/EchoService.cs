using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>The service behind the proxy: answers who it was told is asking, and how often anybody came through.</summary>
internal sealed class EchoService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private int _reached;

    private EchoService(WebApplication application) => _application = application;

    public int Port => new Uri(_application.Urls.First()).Port;

    public int Reached => _reached;

    public static async Task<EchoService> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var service = new EchoService(builder.Build());
        service._application.Run(service.AnswerAsync);
        await service._application.StartAsync();
        return service;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _reached);
        return context.Response.WriteAsync($"subject={context.Request.Headers["X-Attestation-Subject"]};authorization={context.Request.Headers.Authorization}");
    }
}
