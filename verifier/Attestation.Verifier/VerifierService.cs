using System.Net.Sockets;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Reasons;
using Attestation.Verifier.Appraisals;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Endorsements;
using Attestation.Verifier.Feed;
using Attestation.Verifier.Http;
using Attestation.Verifier.Logging;
using Attestation.Verifier.Nodes;
using Attestation.Verifier.Sessions;
using Attestation.Verifier.Storage;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Attestation.Verifier;

/// <summary>The service, put together and taken apart again. Everything that can fail at the start fails here, before it listens.</summary>
public sealed class VerifierService : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly DurableState _state;

    private VerifierService(WebApplication application, DurableState state)
    {
        _application = application;
        _state = state;
    }

    /// <summary>All routes, for the test that compares them with the OpenAPI document.</summary>
    public IReadOnlyList<Endpoint> Endpoints => ((IEndpointRouteBuilder)_application).DataSources.SelectMany(s => s.Endpoints).ToList();

    /// <summary>The address listened on; known once the service has started.</summary>
    public string Url => _application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <exception cref="ServiceFailure">Anything that keeps the service from starting.</exception>
    public static VerifierService Build(VerifierOptions options, TimeProvider clock)
    {
        OptionRanges.Check(options);
        ListenAddress listen = ListenAddress.From(options);
        DurableState state = DurableState.Open(options, clock.GetUtcNow());
        try
        {
            WebApplicationBuilder builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            ServerSetup.Configure(builder, listen, options);
            AddParts(builder.Services.AddSingleton(Access.Load(options, listen)), options, clock, state);
            WebApplication application = builder.Build();
            MapAll(application);
            return new VerifierService(application, state);
        }
        catch
        {
            state.Dispose();
            throw;
        }
    }

    /// <exception cref="ServiceFailure">service.listen</exception>
    public async Task StartAsync()
    {
        try
        {
            await _application.StartAsync();
        }
        catch (Exception e) when (e is IOException or SocketException)
        {
            throw new ServiceFailure(ServiceReasons.Listen, e.Message, e);
        }
        EndorsementSet endorsements = _application.Services.GetRequiredService<EndorsementCatalog>().Current;
        string policy = _application.Services.GetRequiredService<Policy>().Id;
        _application.Logger.Started(Url, _state.Folder, policy, endorsements.Count, endorsements.Anchors(unsignedToo: false).Authorities.Count);
    }

    /// <summary>Until SIGTERM or SIGINT; requests under way are finished.</summary>
    public async Task WaitAsync()
    {
        await _application.WaitForShutdownAsync();
        _application.Logger.Stopped();
    }

    public async ValueTask DisposeAsync()
    {
        await _application.DisposeAsync();
        _state.Dispose();
    }

    private static void AddParts(IServiceCollection services, VerifierOptions options, TimeProvider clock, DurableState state) => services
        .AddSingleton(options).AddSingleton(clock).AddSingleton(state.Key).AddSingleton(state.Nodes).AddSingleton(state.Store)
        .AddSingleton(PolicyFile.Load(options))
        .AddSingleton<EndorsementCatalog>().AddSingleton<ResultSigner>().AddSingleton<EvidenceJudge>().AddSingleton<EvidenceFormats>().AddSingleton<SessionBook>()
        .AddSingleton<EndorsementKeyJudge>().AddSingleton<UdsCertification>().AddSingleton<EnrolmentBook>()
        .AddSingleton<IssuerFetcher>().AddSingleton<Processors>().AddSingleton<LargeBodies>().AddSingleton<EnrolmentEndpoints>().AddSingleton<NodeEndpoints>().AddSingleton<RevocationEndpoints>().AddSingleton<DeviceRevocationEndpoints>()
        .AddSingleton<VerdictFeed>().AddSingleton<VerdictEndpoints>()
        .AddSingleton<ChallengeResponseEndpoints>().AddSingleton<EndorsementEndpoints>().AddSingleton<AppraisalEndpoints>()
        .AddSingleton<DiscoveryEndpoints>().AddSingleton<HealthEndpoints>();

    private static void MapAll(WebApplication application)
    {
        application.UseMiddleware<RequestFrame>();
        application.UseRouting();
        IServiceProvider services = application.Services;
        services.GetRequiredService<ChallengeResponseEndpoints>().Map(application);
        services.GetRequiredService<EndorsementEndpoints>().Map(application);
        services.GetRequiredService<AppraisalEndpoints>().Map(application);
        services.GetRequiredService<EnrolmentEndpoints>().Map(application);
        services.GetRequiredService<NodeEndpoints>().Map(application);
        services.GetRequiredService<RevocationEndpoints>().Map(application);
        services.GetRequiredService<DeviceRevocationEndpoints>().Map(application);
        services.GetRequiredService<VerdictEndpoints>().Map(application);
        services.GetRequiredService<DiscoveryEndpoints>().Map(application);
        services.GetRequiredService<HealthEndpoints>().Map(application);
        ReasonEndpoints.Map(application);
    }
}
