using Attestation.Formats.Reasons;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Http;
using Attestation.Verifier.Storage;

namespace Attestation.Verifier.Feed;

/// <summary>
/// Verdicts as they change, for gates and people who watch. A reader that has seen everything may wait: it is answered as soon as a change is
/// stored, when its time is up, when it goes away, or when the verifier stops. At most <c>--max-feed-waits</c> wait.
/// </summary>
public sealed class VerdictFeed(SqliteStore store, VerifierOptions options, TimeProvider clock, IHostApplicationLifetime lifetime)
{
    private int _waiting;

    /// <param name="query">From where on, how much, and how long to wait.</param>
    /// <param name="gone">The client has gone away.</param>
    /// <returns>A page, empty where nothing changed; or why there is none.</returns>
    public async Task<(FeedPage? Page, Refusal? Refusal)> ReadAsync(VerdictQuery query, CancellationToken gone)
    {
        if (Place(query) is { } lost)
            return (null, lost);
        Task changed = store.Changed.Next;
        FeedPage page = store.ListVerdicts(query.After, query.Limit);
        if (page.Verdicts.Count > 0 || query.Wait == TimeSpan.Zero)
            return (page, null);
        if (Interlocked.Increment(ref _waiting) > options.MaxFeedWaits)
        {
            Interlocked.Decrement(ref _waiting);
            return (null, new Refusal(429, FeedReasons.Waiting, $"{options.MaxFeedWaits} requests wait"));
        }
        try
        {
            return (await WaitAsync(query, page, changed, gone), null);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private async Task<FeedPage> WaitAsync(VerdictQuery query, FeedPage page, Task changed, CancellationToken gone)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone, lifetime.ApplicationStopping);
        using ITimer timer = clock.CreateTimer(_ => end.Cancel(), null, query.Wait, Timeout.InfiniteTimeSpan);
        while (page.Verdicts.Count == 0 && !end.IsCancellationRequested)
        {
            await changed.WaitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            changed = store.Changed.Next;
            page = store.ListVerdicts(query.After, query.Limit);
        }
        return page;
    }

    private Refusal? Place(VerdictQuery query) => store.PlaceOf(query.After, query.Store) switch
    {
        FeedPlace.Foreign => new Refusal(410, FeedReasons.Store, "the store is another one"),
        FeedPlace.Lost => new Refusal(410, FeedReasons.Sequence, $"position {query.After}"),
        _ => null,
    };
}
