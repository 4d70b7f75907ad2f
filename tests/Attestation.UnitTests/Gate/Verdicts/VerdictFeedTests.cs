using System.Text.Json;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Gate.Configuration;
using Attestation.Gate.Metrics;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Formats;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using static Attestation.UnitTests.Gate.Verdicts.VerdictSamples;

namespace Attestation.UnitTests.Gate.Verdicts;

/// <summary>How the feed is followed when the verifier does what services do. The real verifier is in the system tests.</summary>
public sealed class VerdictFeedTests
{
    [Fact]
    public async Task It_reads_page_after_page_and_is_loaded_after_the_last()
    {
        await using var world = await World.StartAsync();
        FeedVerdict[] full = [.. Enumerable.Range(1, VerifierClient.PageSize).Select(i => Line(TestKeys.P256) with { Sequence = i })];
        world.Pages.Enqueue(Page(500, full));
        world.Pages.Enqueue(Page(501, Line(TestKeys.P256, Claims(), "revoked") with { Sequence = 501 }));
        await world.RunUntilAsync(() => world.Cache.IsLoaded);
        Assert.Equal(["after=0", "after=500&store=s-1"], world.Places[..2]);
        Assert.Equal(GateReasons.VerdictRevoked, world.Cache.Check("worker-1", Now)?.Code);
    }

    [Fact]
    public async Task It_waits_only_where_it_has_read_everything()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        await world.RunUntilAsync(() => world.Places.Length > 1);
        Assert.Contains("wait=0", world.Asked[0], StringComparison.Ordinal);
        Assert.Contains("wait=30", world.Asked[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_not_believed_takes_nothing_away_and_does_not_hold_up_the_rest()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        FeedVerdict second = OfWorker2();
        world.Pages.Enqueue(Page(9, Line(TestKeys.P384) with { Sequence = 8, Appraisal = "forged" }, second with { Sequence = 9 }));
        await world.RunUntilAsync(() => world.Cache.Find("worker-2") is not null);
        Assert.Equal("a-0", world.Cache.Find("worker-1")!.Appraisal);
        Assert.Null(world.Cache.Check("worker-1", Now));
        Assert.Contains("gate_feed_results_total{outcome=\"gate.result.signature\"} 1", world.Metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_revocation_without_a_result_counts_since_it_only_takes_away()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        world.Pages.Enqueue(Page(8, Line(TestKeys.P256) with { Sequence = 8, State = "revoked", Ear = null }));
        await world.RunUntilAsync(() => world.Cache.Check("worker-1", Now) is not null && world.Cache.IsLoaded);
        Assert.Equal(GateReasons.VerdictRevoked, world.Cache.Check("worker-1", Now)?.Code);
    }

    [Fact]
    public async Task Gone_begins_anew_and_keeps_what_is_held()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        world.Pages.Enqueue("410");
        world.Pages.Enqueue(Page(3) .Replace("s-1", "s-2", StringComparison.Ordinal));
        await world.RunUntilAsync(() => world.Places.Length > 3);
        Assert.Equal(["after=0", "after=7&store=s-1", "after=0", "after=3&store=s-2"], world.Places[..4]);
        Assert.Null(world.Cache.Check("worker-1", Now));
    }

    [Theory]
    [InlineData("a failure", "500")]
    [InlineData("no JSON", "<html>")]
    [InlineData("an answer without its members", "{}")]
    [InlineData("a member twice", """{"sequence":9,"sequence":9,"verdicts":[]}""")]
    [InlineData("a feed that goes backwards", """{"sequence":2,"store":"s-1","verdicts":[]}""")]
    public async Task What_is_no_answer_is_asked_for_again_and_counts_as_none(string description, string answer)
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        world.Pages.Enqueue(answer);
        await world.RunUntilAsync(() => world.Places.Length > 2);
        Assert.True(world.Places is [_, "after=7&store=s-1", "after=7&store=s-1", ..], description);
        Assert.Contains("gate_feed_failures_total 1", world.Metrics, StringComparison.Ordinal);
        Assert.Null(world.Cache.Check("worker-1", Now));
    }

    [Fact]
    public async Task Whoever_is_in_a_hurry_does_not_wait_for_the_held_question()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        await world.RunUntilAsync(() => world.Places.Length > 2, () => world.Feed.Hurry());
        Assert.Contains(world.Asked[2..], a => a.Contains("wait=0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_in_a_hurry_neither_keep_the_verifier_from_answering_nor_flood_it()
    {
        await using var world = await World.StartAsync();
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        for (int sequence = 8; sequence < 11; sequence++)
            world.Pages.Enqueue("slow" + Page(sequence));
        await world.RunUntilAsync(() => world.Places.Contains("after=10&store=s-1"), () =>
        {
            for (int i = 0; i < 1000; i++)
                world.Feed.Hurry();
        });
        Assert.InRange(world.Places.Length, 3, 12); // and not thousands
    }

    [Fact]
    public async Task The_key_that_is_shown_first_is_kept_and_another_one_later_is_not_believed()
    {
        await using var world = await World.StartAsync(pinned: false);
        world.Pages.Enqueue(Page(7, Line(TestKeys.P256)));
        await world.RunUntilAsync(() => world.Cache.IsLoaded);
        Assert.Equal(TestKeys.P256.PublicKey, ResultKey.Pinned(world.Settings));
        world.Shown = TestKeys.P384.PublicKey;
        Assert.Equal(TestKeys.P256.PublicKey, await world.KeyAsync());
        Assert.Equal(TestKeys.P384.PublicKey, await world.ShownAsync());
    }

    [Fact]
    public async Task The_token_is_read_for_every_question()
    {
        await using var world = await World.StartAsync();
        world.WriteToken("one");
        world.Pages.Enqueue(Page(7));
        await world.RunUntilAsync(() =>
        {
            if (world.Tokens.Length > 0)
                world.WriteToken("two");
            world.Feed.Hurry();
            return world.Tokens.Contains("Bearer two");
        });
        Assert.Equal("Bearer one", world.Tokens[0]);
    }

    private static FeedVerdict OfWorker2()
    {
        var claims = Claims(name: "worker-2");
        var node = claims.Submodules["node"] with { Node = claims.Submodules["node"].Node! with { Id = Node('2') } };
        return Line(TestKeys.P256, claims with { Submodules = new Dictionary<string, Attestation.Formats.Ear.EarAppraisal> { ["node"] = node } }) with { Node = Node('2'), NodeName = "worker-2" };
    }

    private static string Page(long sequence, params FeedVerdict[] lines) =>
        JsonSerializer.Serialize(new FeedDocument { Sequence = sequence, Store = "s-1", Verdicts = lines });

    private sealed class World : IAsyncDisposable
    {
        private readonly ScriptedServer _server;
        private readonly TemporaryFolder _folder = new();
        private readonly GateMetrics _metrics = new();
        private readonly MetricCollector _collector;
        private readonly VerifierClient _client;
        private readonly ResultKey _key;
        private readonly List<string> _tokens = [];

        private World(ScriptedServer server, bool pinned)
        {
            _server = server;
            server.Answers = AnswerAsync;
            _collector = new MetricCollector(_metrics);
            WriteToken("token");
            Settings = GateSamples.Settings($"state: {_folder["state"]}\nverifier: {{url: \"{server.Url}\", tokenFile: {_folder["token"]}}}\n");
            if (pinned)
                ResultKey.Pin(Settings, TestKeys.P256.PublicKey);
            var clock = new ManualClock(Now);
            Cache = new VerdictCache(clock);
            _client = new VerifierClient(Settings.Verifier);
            _key = new ResultKey(Settings, _client, NullLogger<ResultKey>.Instance);
            Feed = new VerdictFeed(Settings, _client, _key, Cache, new FeedMetrics(_metrics, Cache, clock), clock, NullLogger<VerdictFeed>.Instance);
        }

        public GateSettings Settings { get; }

        public VerdictCache Cache { get; }

        public VerdictFeed Feed { get; }

        public VerificationKey Shown { get; set; } = TestKeys.P256.PublicKey;

        /// <summary>Answers one after the other; a number is a status. With none left the question is held.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<string> Pages { get; } = new();

        public string[] Asked => [.. _server.Asked.Where(a => a.Contains("/api/v1/verdicts", StringComparison.Ordinal))];

        /// <summary>From where each question went on.</summary>
        public string[] Places => [.. Asked.Select(a => string.Join('&', a.Split('?')[1].Split('&').Where(p => p.StartsWith("after=", StringComparison.Ordinal) || p.StartsWith("store=", StringComparison.Ordinal))))];

        public string[] Tokens
        {
            get
            {
                lock (_tokens)
                    return [.. _tokens];
            }
        }

        public string Metrics => _collector.Text();

        public static async Task<World> StartAsync(bool pinned = true) => new(await ScriptedServer.StartAsync(), pinned);

        /// <summary>At once, as who changes a secret does: the feed may read at any time.</summary>
        public void WriteToken(string token)
        {
            File.WriteAllText(_folder["token.new"], token + "\n");
            File.Move(_folder["token.new"], _folder["token"], overwrite: true);
        }

        public Task<VerificationKey> KeyAsync() => _key.GetAsync(CancellationToken.None);

        public Task<VerificationKey> ShownAsync() => _key.ShownAsync(CancellationToken.None);

        public async Task RunUntilAsync(Func<bool> holds, Action? meanwhile = null)
        {
            await Feed.StartAsync(CancellationToken.None);
            await ScriptedServer.UntilAsync(() =>
            {
                meanwhile?.Invoke();
                return holds();
            }, string.Join('\n', _server.Asked));
            await Feed.StopAsync(CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            Feed.Dispose();
            _client.Dispose();
            _collector.Dispose();
            _metrics.Dispose();
            await _server.DisposeAsync();
            _folder.Dispose();
        }

        private Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Path == "/.well-known/veraison/verification")
                return ScriptedServer.JsonAsync(context, $$"""{"ear-verification-key":{{Jwk.Write(Shown)}}}""");
            lock (_tokens)
                _tokens.Add(context.Request.Headers.Authorization.ToString());
            if (!Pages.TryDequeue(out string? page))
                return Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            if (page.StartsWith("slow", StringComparison.Ordinal))
                return Task.Delay(100).ContinueWith(_ => ScriptedServer.JsonAsync(context, page[4..]), TaskScheduler.Default).Unwrap();
            return int.TryParse(page, out int status) ? ScriptedServer.JsonAsync(context, "{}", status) : ScriptedServer.JsonAsync(context, page);
        }
    }
}
