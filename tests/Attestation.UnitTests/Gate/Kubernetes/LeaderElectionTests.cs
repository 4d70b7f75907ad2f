using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Gate.Kubernetes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.Kubernetes;

/// <summary>Of several replicas at most one acts, whatever their clocks say and whichever of them stands still. Two on the real API server are in the system tests.</summary>
public sealed class LeaderElectionTests
{
    private static readonly LeaderTiming Timing = new(TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(2));

    [Fact]
    public async Task The_first_one_leads_and_the_second_waits()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b");
        await a.StepAsync();
        await b.StepAsync();
        Assert.True(a.Leads);
        Assert.False(b.Leads);
        Assert.Equal("a", b.Election.Holder);
    }

    [Fact]
    public async Task A_leader_that_cannot_renew_stops_before_another_begins()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b");
        await a.StepAsync();
        await b.StepAsync();
        world.Refuses = who => who == "a";
        for (int second = 1; second <= 20; second++)
        {
            a.Clock.Move(TimeSpan.FromSeconds(1));
            b.Clock.Move(TimeSpan.FromSeconds(1));
            await a.StepAsync();
            await b.StepAsync();
            Assert.False(a.Leads && b.Leads, $"both lead after {second} s");
            Assert.Equal(second < 10, a.Leads);
            Assert.Equal(second >= 15, b.Leads);
        }
    }

    [Fact]
    public async Task A_leader_that_was_stopped_finds_itself_deposed_before_it_asks_anybody()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b");
        await a.StepAsync();
        await b.StepAsync();
        a.Clock.Move(TimeSpan.FromSeconds(60)); // stood still as a process; its clock did not
        b.Clock.Move(TimeSpan.FromSeconds(60));
        Assert.False(a.Leads);
        await b.StepAsync();
        Assert.True(b.Leads);
        await a.StepAsync();
        Assert.False(a.Leads);
    }

    [Theory]
    [InlineData("a day ahead", 1)]
    [InlineData("a day behind", -1)]
    public async Task A_wrong_clock_takes_nothing_away(string description, int days)
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b", days);
        await a.StepAsync();
        for (int i = 0; i < 10; i++)
        {
            await b.StepAsync();
            Assert.False(b.Leads, description);
            a.Clock.Move(TimeSpan.FromSeconds(2));
            b.Clock.Move(TimeSpan.FromSeconds(2));
            await a.StepAsync();
            Assert.True(a.Leads, description);
        }
    }

    [Fact]
    public async Task Of_two_that_take_an_ended_lease_at_once_one_gets_it()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b"), c = world.Replica("c");
        await a.StepAsync();
        await Task.WhenAll(b.StepAsync(), c.StepAsync());
        b.Clock.Move(TimeSpan.FromSeconds(16));
        c.Clock.Move(TimeSpan.FromSeconds(16));
        world.Meet(2); // both have read before either writes
        await Task.WhenAll(b.StepAsync(), c.StepAsync());
        Assert.True(b.Leads ^ c.Leads);
    }

    [Fact]
    public async Task A_longer_lease_of_the_holder_is_respected()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a", duration: 60), b = world.Replica("b");
        await a.StepAsync();
        await b.StepAsync();
        b.Clock.Move(TimeSpan.FromSeconds(59));
        await b.StepAsync();
        Assert.False(b.Leads);
        b.Clock.Move(TimeSpan.FromSeconds(2));
        await b.StepAsync();
        Assert.True(b.Leads);
    }

    [Fact]
    public async Task A_lease_that_was_given_up_is_taken_at_once()
    {
        await using var world = await World.StartAsync();
        Replica a = world.Replica("a"), b = world.Replica("b");
        using var end = new CancellationTokenSource();
        Task run = a.Election.RunAsync(end.Token);
        await ScriptedServer.UntilAsync(() => a.Leads, "a leads");
        await b.StepAsync();
        Assert.False(b.Leads);
        await end.CancelAsync();
        await run;
        Assert.False(a.Leads);
        await b.StepAsync();
        Assert.True(b.Leads);
    }

    [Fact]
    public async Task Work_is_cancelled_with_the_term_and_begun_anew_with_the_next()
    {
        await using var world = await World.StartAsync();
        var election = new LeaderElection(world.Api("a"), "attestation", "gate", "a",
            new LeaderTiming(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(100)), TimeProvider.System, NullLogger.Instance);
        using var end = new CancellationTokenSource();
        int begun = 0, ended = 0;
        Task run = election.RunAsync(end.Token);
        Task work = election.RunWhileLeadingAsync(async term =>
        {
            Interlocked.Increment(ref begun);
            await Task.Delay(Timeout.Infinite, term).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Interlocked.Increment(ref ended);
        }, end.Token);
        await ScriptedServer.UntilAsync(() => begun == 1, "the first term");
        world.Refuses = _ => true;
        await ScriptedServer.UntilAsync(() => ended == 1, "its end");
        world.Refuses = _ => false;
        await ScriptedServer.UntilAsync(() => begun == 2, "the second term");
        await end.CancelAsync();
        await Task.WhenAll(run, work);
        Assert.Equal(2, ended);
    }

    private sealed record Replica(LeaderElection Election, ManualClock Clock)
    {
        public bool Leads => Election.IsLeader;

        public Task StepAsync() => Election.StepAsync(CancellationToken.None);
    }

    /// <summary>One Lease with a resourceVersion, as the API server keeps it. Replicas are told apart by their tokens.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly ScriptedServer _server;
        private readonly List<ApiServer> _clients = [];
        private readonly Lock _lock = new();
        private JsonObject? _lease;
        private int _version;
        private int _meeting;
        private TaskCompletionSource _met = new();

        private World(ScriptedServer server)
        {
            _server = server;
            server.Answers = AnswerAsync;
        }

        /// <summary>Whose requests fail.</summary>
        public Func<string, bool> Refuses { get; set; } = _ => false;

        public static async Task<World> StartAsync() => new(await ScriptedServer.StartAsync());

        public Replica Replica(string name, int days = 0, int duration = 15)
        {
            var clock = new ManualClock(new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero).AddDays(days));
            return new Replica(new LeaderElection(Api(name), "attestation", "gate", name, Timing with { Duration = TimeSpan.FromSeconds(duration) }, clock, NullLogger.Instance), clock);
        }

        public ApiServer Api(string name)
        {
            var api = new ApiServer(new ApiCredentials(_server.Url, [], null, name, null));
            _clients.Add(api);
            return api;
        }

        /// <summary>The next so many reads wait for each other.</summary>
        public void Meet(int count) => (_meeting, _met) = (count, new TaskCompletionSource());

        public async ValueTask DisposeAsync()
        {
            foreach (ApiServer client in _clients)
                client.Dispose();
            await _server.DisposeAsync();
        }

        private async Task AnswerAsync(HttpContext context)
        {
            string who = context.Request.Headers.Authorization.ToString()["Bearer ".Length..];
            JsonObject? sent = context.Request.ContentLength > 0 ? (await JsonNode.ParseAsync(context.Request.Body))!.AsObject() : null;
            if (Refuses(who))
            {
                await ScriptedServer.JsonAsync(context, """{"code":500}""", 500);
                return;
            }
            (int status, string body) = Serve(context.Request.Method, sent);
            if (context.Request.Method == "GET" && _meeting > 0)
            {
                if (Interlocked.Decrement(ref _meeting) == 0)
                    _met.SetResult();
                await _met.Task;
            }
            await ScriptedServer.JsonAsync(context, body, status);
        }

        private (int Status, string Body) Serve(string method, JsonObject? sent)
        {
            lock (_lock)
            {
                if (method == "GET")
                    return _lease is null ? (404, """{"code":404}""") : (200, _lease.ToJsonString());
                string? version = sent!["metadata"]!["resourceVersion"]?.GetValue<string>();
                if (method == "POST" ? _lease is not null : version != _lease?["metadata"]!["resourceVersion"]!.GetValue<string>())
                    return (409, """{"code":409,"reason":"Conflict"}""");
                sent["metadata"]!["resourceVersion"] = (++_version).ToString(System.Globalization.CultureInfo.InvariantCulture);
                _lease = sent;
                return (200, JsonSerializer.Serialize(_lease));
            }
        }
    }
}
