using System.Collections.Concurrent;
using System.Text;
using Attestation.Gate.Kubernetes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.Kubernetes;

/// <summary>How a watch goes on when the server does what servers do. The same against the real API server is in the system tests.</summary>
public sealed class WatcherTests
{
    private static readonly WatchTiming Short = new(TimeSpan.FromSeconds(30), TimeSpan.FromMilliseconds(400));

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_the_last_event()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => Lines(c, Event("ADDED", "b", 12)));
        world.Watches.Enqueue(c => Lines(c, Event("DELETED", "a", 13)));
        await world.RunUntilAsync(() => world.Seen.Contains("-a"));
        Assert.Equal(["=a", "+b", "-a"], world.Seen);
        Assert.Equal(["10", "12"], world.Versions[..2]);
    }

    [Fact]
    public async Task A_bookmark_moves_the_place_without_an_event()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => Lines(c, """{"type":"BOOKMARK","object":{"kind":"Node","metadata":{"resourceVersion":"99"}}}"""));
        await world.RunUntilAsync(() => world.Versions.Length > 1);
        Assert.Equal(["10", "99"], world.Versions[..2]);
        Assert.Equal(["=a"], world.Seen);
    }

    [Theory]
    [InlineData("as the answer's status", true)]
    [InlineData("as a line of type ERROR", false)]
    public async Task Gone_lists_again(string description, bool status)
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => status
            ? ScriptedServer.JsonAsync(c, """{"kind":"Status","code":410,"reason":"Expired","message":"too old"}""", 410)
            : Lines(c, """{"type":"ERROR","object":{"kind":"Status","code":410,"reason":"Expired","message":"too old resource version: 10 (900)"}}"""));
        await world.RunUntilAsync(() => world.Watcher.Lists == 2);
        Assert.True(world.Seen is ["=a", "=a", ..], description);
    }

    [Fact]
    public async Task An_error_that_is_not_410_goes_on_from_where_it_stood()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => Lines(c, Event("MODIFIED", "a", 11), """{"type":"ERROR","object":{"kind":"Status","code":500,"message":"etcd"}}"""));
        await world.RunUntilAsync(() => world.Versions.Length > 1);
        Assert.Equal(["10", "11"], world.Versions[..2]);
        Assert.Equal(1, world.Watcher.Lists);
    }

    [Fact]
    public async Task A_torn_line_is_not_taken_and_asked_for_again()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => Send(c, Event("ADDED", "b", 12) + "\n" + Event("ADDED", "c", 13)[..40]));
        world.Watches.Enqueue(c => Lines(c, Event("ADDED", "c", 13)));
        await world.RunUntilAsync(() => world.Seen.Contains("+c"));
        Assert.Equal(["=a", "+b", "+c"], world.Seen);
        Assert.Equal("12", world.Versions[1]);
    }

    [Fact]
    public async Task A_server_that_says_nothing_more_is_left()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(async c =>
        {
            await Send(c, Event("ADDED", "b", 12) + "\n");
            await Task.Delay(Timeout.Infinite, c.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await world.RunUntilAsync(() => world.Versions.Length > 1);
        Assert.Equal(["10", "12"], world.Versions[..2]);
    }

    [Fact]
    public async Task An_object_that_cannot_be_read_is_passed_over()
    {
        await using var world = await World.StartAsync();
        world.Watches.Enqueue(c => Lines(c, """{"type":"ADDED","object":{"metadata":{"name":"x","resourceVersion":"12"},"spec":7}}""", Event("ADDED", "b", 13)));
        await world.RunUntilAsync(() => world.Seen.Contains("+b"));
        Assert.Equal(["=a", "+b"], world.Seen);
        Assert.Equal("10", Assert.Single(world.Versions.Distinct(), v => v == "10"));
    }

    [Fact]
    public async Task A_server_that_is_away_is_asked_again()
    {
        await using var world = await World.StartAsync();
        world.ListFailures = 2;
        await world.RunUntilAsync(() => world.Seen.Contains("=a"));
        Assert.Equal(1, world.Watcher.Lists);
    }

    [Fact]
    public async Task A_list_comes_in_pages()
    {
        await using var world = await World.StartAsync();
        world.Paged = true;
        await world.RunUntilAsync(() => world.Versions.Length > 0);
        Assert.Equal(["=a", "=b"], world.Seen);
        Assert.Equal("20", world.Versions[0]);
    }

    private static string Event(string type, string name, int version) =>
        $$$$"""{"type":"{{{{type}}}}","object":{"metadata":{"name":"{{{{name}}}}","resourceVersion":"{{{{version}}}}"},"spec":{},"status":{}}}""";

    private static Task Lines(HttpContext context, params string[] lines) => Send(context, string.Concat(lines.Select(l => l + "\n")));

    private static async Task Send(HttpContext context, string text)
    {
        await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(text));
        await context.Response.Body.FlushAsync();
    }

    /// <summary>A server with node a at version 10, whose watches are scripted one after the other; further ones stay silent.</summary>
    private sealed class World : IWatchSink<Node>, IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _seen = new();
        private readonly ScriptedServer _server;
        private readonly ApiServer _api;

        private World(ScriptedServer server)
        {
            _server = server;
            _api = server.AsApiServer();
            server.Answers = AnswerAsync;
            Watcher = new Watcher<Node>(_api, Resources.Nodes, this, NullLogger.Instance, null, Short);
        }

        public Watcher<Node> Watcher { get; }

        public ConcurrentQueue<Func<HttpContext, Task>> Watches { get; } = new();

        public int ListFailures { get; set; }

        public bool Paged { get; set; }

        /// <summary>=listed, +changed, -deleted.</summary>
        public string[] Seen => [.. _seen];

        /// <summary>From where each watch was asked for.</summary>
        public string[] Versions => [.. _server.Asked.Where(a => a.Contains("watch=1", StringComparison.Ordinal)).Select(a => a.Split("resourceVersion=")[1].Split('&')[0])];

        public static async Task<World> StartAsync() => new(await ScriptedServer.StartAsync());

        public async Task RunUntilAsync(Func<bool> holds)
        {
            using var end = new CancellationTokenSource();
            Task run = Watcher.RunAsync(end.Token);
            await ScriptedServer.UntilAsync(holds, string.Join(' ', _server.Asked));
            await end.CancelAsync();
            await run;
        }

        public Task ListedAsync(IReadOnlyList<Node> items, CancellationToken cancel)
        {
            foreach (Node node in items)
                _seen.Enqueue("=" + node.Metadata.Name);
            return Task.CompletedTask;
        }

        public Task ChangedAsync(Node value, bool deleted, CancellationToken cancel)
        {
            _seen.Enqueue((deleted ? "-" : "+") + value.Metadata.Name);
            return Task.CompletedTask;
        }

        public async ValueTask DisposeAsync()
        {
            _api.Dispose();
            await _server.DisposeAsync();
        }

        private Task AnswerAsync(HttpContext context)
        {
            if (context.Request.Query.ContainsKey("watch"))
            {
                return Watches.TryDequeue(out Func<HttpContext, Task>? script)
                    ? script(context)
                    : Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            if (ListFailures-- > 0)
                return ScriptedServer.JsonAsync(context, """{"kind":"Status","code":500,"message":"etcd"}""", 500);
            bool second = context.Request.Query.ContainsKey("continue");
            (string name, string more) = (second ? "b" : "a", Paged && !second ? ",\"continue\":\"next\"" : "");
            return ScriptedServer.JsonAsync(context,
                $$$"""{"metadata":{"resourceVersion":"{{{(second ? 20 : 10)}}}"{{{more}}}},"items":[{"metadata":{"name":"{{{name}}}","resourceVersion":"5"},"spec":{},"status":{}}]}""");
        }
    }
}
