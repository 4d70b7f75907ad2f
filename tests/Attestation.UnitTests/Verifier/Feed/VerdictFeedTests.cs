using Attestation.UnitTests.Verifier.Storage;
using Attestation.Verifier.Configuration;
using Attestation.Verifier.Feed;
using Attestation.Verifier.Http;
using Attestation.Verifier.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Primitives;
using static Attestation.UnitTests.Verifier.Storage.StoreSamples;

namespace Attestation.UnitTests.Verifier.Feed;

/// <summary>Who waits is answered by a change, the end of his time, his going, or the verifier's end; never by looking again and again.</summary>
public sealed class VerdictFeedTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AChangeWakesAWaitingReader()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Store(folder);
        VerdictFeed feed = Feed(store, out _);
        Task<(FeedPage? Page, Refusal? Refusal)> reading = feed.ReadAsync(new VerdictQuery(0, null, Long, 10), CancellationToken.None);
        Assert.False(reading.IsCompleted);
        Judge(store);
        Assert.Single((await reading).Page!.Verdicts);
        Assert.Single((await feed.ReadAsync(new VerdictQuery(0, null, Long, 10), CancellationToken.None)).Page!.Verdicts);
    }

    [Theory]
    [InlineData("its time is up")]
    [InlineData("the reader has gone")]
    [InlineData("the verifier stops")]
    public async Task WithoutAChangeTheAnswerIsEmptyWhen(string what)
    {
        using var folder = new TestFolder();
        using SqliteStore store = Store(folder);
        VerdictFeed feed = Feed(store, out IHostApplicationLifetime lifetime);
        using var gone = new CancellationTokenSource();
        TimeSpan wait = what == "its time is up" ? TimeSpan.FromMilliseconds(1) : Long;
        Task<(FeedPage? Page, Refusal? Refusal)> reading = feed.ReadAsync(new VerdictQuery(0, null, wait, 10), gone.Token);
        if (what == "the reader has gone")
            await gone.CancelAsync();
        if (what == "the verifier stops")
            lifetime.StopApplication();
        Assert.Empty((await reading).Page!.Verdicts);
    }

    [Fact]
    public async Task OneMoreThanMayWaitIsRefusedAndOneThatDoesNotWaitIsNot()
    {
        using var folder = new TestFolder();
        using SqliteStore store = Store(folder);
        VerdictFeed feed = Feed(store, out _);
        using var gone = new CancellationTokenSource();
        Task waiting = feed.ReadAsync(new VerdictQuery(0, null, Long, 10), gone.Token);
        Assert.Equal("feed.waiting", (await feed.ReadAsync(new VerdictQuery(0, null, Long, 10), CancellationToken.None)).Refusal!.Code.Id);
        Assert.Empty((await feed.ReadAsync(new VerdictQuery(0, null, TimeSpan.Zero, 10), CancellationToken.None)).Page!.Verdicts);
        await gone.CancelAsync();
        await waiting;
        Assert.Null((await feed.ReadAsync(new VerdictQuery(0, null, TimeSpan.FromMilliseconds(1), 10), CancellationToken.None)).Refusal);
    }

    [Theory]
    [InlineData("a position that is no number", "after", "x")]
    [InlineData("a position before all", "after", "-1")]
    [InlineData("a wait of over a minute", "wait", "61")]
    [InlineData("a page of nothing", "limit", "0")]
    [InlineData("a page of too much", "limit", "1001")]
    [InlineData("a store that is no UUID", "store", "x")]
    [InlineData("a parameter that is not read", "since", "0")]
    public void AQueryThatIsNotReadIsRefused(string what, string name, string value)
    {
        Refusal? refusal = VerdictQuery.Read(new QueryCollection(new Dictionary<string, StringValues> { [name] = value }), out _);
        Assert.True(refusal?.Code.Id == "http.query", what);
    }

    [Fact]
    public void WithoutAQueryTheFeedIsReadFromItsBeginning()
    {
        Assert.Null(VerdictQuery.Read(new QueryCollection(), out VerdictQuery query));
        Assert.Equal(new VerdictQuery(0, null, TimeSpan.Zero, 500), query);
    }

    private static VerdictFeed Feed(SqliteStore store, out IHostApplicationLifetime lifetime)
    {
        lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        return new VerdictFeed(store, new VerifierOptions { MaxFeedWaits = 1 }, TimeProvider.System, lifetime);
    }

    private static SqliteStore Store(TestFolder folder)
    {
        SqliteStore store = Open(folder);
        store.Enrol(Claim("ak1", "ek1"));
        return store;
    }

    private static void Judge(SqliteStore store) =>
        store.Record(VerdictFor(store.AddSession(1), "a1") with { Node = Judged(store.FindNodeMemory("ak1")!.Version) });
}
