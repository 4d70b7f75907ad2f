using Microsoft.AspNetCore.Routing.Matching;

namespace Attestation.Gate.Hosting;

/// <summary>Binds endpoints to listeners.</summary>
internal static class ListenerRoutes
{
    /// <summary>Routes that exist on this listener only; on any other they are 404.</summary>
    public static RouteGroupBuilder OnListener(this IEndpointRouteBuilder routes, string listener)
    {
        RouteGroupBuilder group = routes.MapGroup("");
        group.WithMetadata(new ListenerName(listener));
        return group;
    }
}

/// <summary>Metadata of an endpoint: where it can be reached.</summary>
internal sealed record ListenerName(string Name);

/// <summary>Takes away the endpoints that are not of the listener that a request came in by; an endpoint of no listener is never reached.</summary>
internal sealed class ListenerMatcher : MatcherPolicy, IEndpointSelectorPolicy
{
    public override int Order => -1000;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints) => true;

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        string? here = httpContext.Features.Get<Listener>()?.Name;
        for (int i = 0; i < candidates.Count; i++)
        {
            if (here is null || candidates[i].Endpoint.Metadata.GetMetadata<ListenerName>()?.Name != here)
                candidates.SetValidity(i, false);
        }
        return Task.CompletedTask;
    }
}
