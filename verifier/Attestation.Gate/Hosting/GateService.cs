using System.Net.Sockets;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Csr;
using Attestation.Gate.JoinTokens;
using Attestation.Gate.ForwardAuth;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Status;
using Attestation.Gate.Taints;
using Attestation.Gate.Verdicts;
using Attestation.Gate.Webhook;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Attestation.Gate.Hosting;

/// <summary>The gate, put together of its parts and taken apart again. Everything that can fail at the start fails here, before it listens.</summary>
public sealed class GateService : IAsyncDisposable
{
    private readonly WebApplication _application;

    private GateService(WebApplication application) => _application = application;

    public IServiceProvider Services => _application.Services;

    public IReadOnlyList<Listener> Listeners => [.. _application.Services.GetServices<Listener>()];

    /// <exception cref="GateFailure">Anything that keeps the gate from starting.</exception>
    public static GateService Build(GateSettings settings, LogFormat format, TimeProvider clock)
    {
        WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        ServerSetup.Configure(builder, format);
        builder.Services.AddSingleton(settings).AddSingleton(clock);
        AddParts(builder.Services, settings);
        WebApplication application = builder.Build();
        application.UseRouting();
        MapParts(application, settings);
        return new GateService(application);
    }

    /// <exception cref="GateFailure">gate.listen</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new GateFailure(GateReasons.Listen, e.Message, e);
        }
        // Kestrel names the addresses in the order in which they were configured.
        IEnumerable<string> urls = _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;
        foreach ((Listener listener, string url) in Listeners.Zip(urls))
        {
            listener.Url = url;
            _application.Logger.Listening(listener.Name, url);
        }
    }

    /// <summary>Until SIGTERM or SIGINT; what is under way is finished, and the lease is given up.</summary>
    public async Task WaitAsync()
    {
        await _application.WaitForShutdownAsync();
        _application.Logger.Stopped();
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>The parts in the order in which they start; they stop in the opposite one, so the lease is given up after those that act under it have ended.</summary>
    private static void AddParts(IServiceCollection services, GateSettings settings)
    {
        KubernetesPart.Add(services, settings);
        VerdictsPart.Add(services, settings);
        StatusPart.Add(services, settings);
        ForwardAuthPart.Add(services, settings);
        if (settings.Kubernetes.Enabled)
            AddClusterParts(services, settings);
    }

    private static void AddClusterParts(IServiceCollection services, GateSettings settings)
    {
        CsrPart.Add(services, settings);
        WebhookPart.Add(services, settings);
        JoinTokensPart.Add(services, settings);
        LadderPart.Add(services, settings);
    }

    private static void MapParts(WebApplication application, GateSettings settings)
    {
        StatusPart.Map(application, settings);
        ForwardAuthPart.Map(application, settings);
        if (settings.Kubernetes.Enabled)
            MapClusterParts(application, settings);
    }

    private static void MapClusterParts(WebApplication application, GateSettings settings)
    {
        WebhookPart.Map(application, settings);
        JoinTokensPart.Map(application, settings);
    }
}
