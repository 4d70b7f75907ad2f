using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace Attestation.Verifier.Http;

/// <summary>
/// Room for request bodies above 1 MiB: <c>--max-large-bodies</c> of them are in memory at once, from their first byte to their verdict. So that
/// nobody can sit in it, they must arrive at 128 KiB per second.
/// </summary>
public sealed class LargeBodies(VerifierOptions options)
{
    /// <summary>Bodies that announce no more than this need no place here.</summary>
    public const int From = 1 << 20;

    private const double BytesPerSecond = 128 * 1024;

    /// <summary>After a power cut all nodes of a cluster come at once: a few seconds in line are better than another connection.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _places = new(options.MaxLargeBodies);

    /// <returns>A place to dispose when the body is done with, or why there is none.</returns>
    public async Task<(Place? Place, Refusal? Refusal)> EnterAsync(HttpContext context)
    {
        if (context.Request.ContentLength <= From)
            return (Place.NotNeeded, null);
        if (!await _places.WaitAsync(Patience, context.RequestAborted))
        {
            context.Response.Headers.RetryAfter = "10";
            return (null, new Refusal(429, HttpReasons.LargeBodies, $"{options.MaxLargeBodies} are held"));
        }
        if (context.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
            rate.MinDataRate = new MinDataRate(BytesPerSecond, gracePeriod: TimeSpan.FromSeconds(5));
        return (new Place(_places), null);
    }

    /// <summary>Held while a body, and what was made of it, is in memory.</summary>
    public sealed class Place : IDisposable
    {
        private SemaphoreSlim? _places;

        internal Place(SemaphoreSlim? places) => _places = places;

        internal static Place NotNeeded => new(null);

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.Release();
    }
}
