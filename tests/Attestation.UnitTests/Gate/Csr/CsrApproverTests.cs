using System.Text.Json;
using Attestation.Gate.Csr;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Metrics;
using Attestation.Gate.Verdicts;
using Attestation.UnitTests.Gate.Verdicts;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace Attestation.UnitTests.Gate.Csr;

/// <summary>What the approver writes, and what it does when the API server does not take it. Decisions on the real API server are in the system tests.</summary>
public sealed class CsrApproverTests
{
    [Fact]
    public async Task An_approval_is_one_condition_at_the_version_that_was_judged()
    {
        await using var world = await World.StartAsync(new Asked());
        await world.RunUntilAsync(() => world.Written.Count == 1);
        CertificateSigningRequest written = world.Written[0];
        CertificateSigningRequestCondition condition = Assert.Single(written.Status.Conditions!);
        Assert.Equal(("Approved", "True", "AttestationAffirmed"), (condition.Type, condition.Status, condition.Reason));
        Assert.StartsWith("worker-1: appraisal a-0 of 2026-11-21T09:00:00Z is good until 2026-11-21T09:10:00Z", condition.Message, StringComparison.Ordinal);
        Assert.Equal(("csr-1", "1"), (written.Metadata.Name, written.Metadata.ResourceVersion));
        Assert.Contains("PUT /apis/certificates.k8s.io/v1/certificatesigningrequests/csr-1/approval", world.Requests);
    }

    [Fact]
    public async Task A_denial_tells_code_sentence_and_remedy()
    {
        await using var world = await World.StartAsync(new Asked { Subject = "O=system:masters, CN=system:node:worker-1" });
        await world.RunUntilAsync(() => world.Written.Count == 1);
        CertificateSigningRequestCondition condition = Assert.Single(world.Written[0].Status.Conditions!);
        Assert.Equal(("Denied", "GateCsrSubject"), (condition.Type, condition.Reason));
        Assert.StartsWith("gate.csr.subject: ", condition.Message, StringComparison.Ordinal);
        Assert.Contains("a kubelet does not ask for another subject.", condition.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_conflict_reads_again_and_judges_what_is_there_now()
    {
        await using var world = await World.StartAsync(new Asked());
        world.Failures.Enqueue(409);
        world.Stored = world.Stored with { Metadata = world.Stored.Metadata with { ResourceVersion = "2" } };
        await world.RunUntilAsync(() => world.Written.Count == 1);
        Assert.Equal("2", world.Written[0].Metadata.ResourceVersion);
        Assert.Contains("gate_csr_conflicts_total 1", world.Metrics, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a conflict", 409)]
    [InlineData("a rule that is broken", 422)]
    public async Task What_somebody_else_decided_meanwhile_stays_decided(string description, int status)
    {
        await using var world = await World.StartAsync(new Asked());
        world.Failures.Enqueue(status);
        world.Stored = world.Stored with { Status = new CertificateSigningRequestStatus { Conditions = [new CertificateSigningRequestCondition { Type = "Denied", Reason = "KubectlDeny" }] } };
        await world.RunUntilAsync(() => world.IsIdle && world.Requests.Any(a => a.StartsWith("GET", StringComparison.Ordinal) && a.EndsWith("/csr-1", StringComparison.Ordinal)));
        Assert.True(world.Written.Count == 0, description);
    }

    [Fact]
    public async Task A_request_that_was_deleted_is_forgotten()
    {
        await using var world = await World.StartAsync(new Asked());
        world.Failures.Enqueue(404);
        world.IsDeleted = true;
        await world.RunUntilAsync(() => world.IsIdle && world.Failures.IsEmpty);
        Assert.Empty(world.Written);
    }

    [Theory]
    [InlineData("a server that fails", 500)]
    [InlineData("a right that is missing", 403)]
    [InlineData("a refusal of what did not change", 422)]
    public async Task What_is_not_taken_is_tried_again(string description, int status)
    {
        await using var world = await World.StartAsync(new Asked());
        world.Failures.Enqueue(status);
        await world.RunUntilAsync(() => world.Written.Count == 1);
        Assert.True(world.Metrics.Contains("gate_csr_failures_total 1", StringComparison.Ordinal), description);
    }

    [Fact]
    public async Task Without_a_verdict_it_waits_its_patience_and_for_a_word_of_the_verifier()
    {
        await using var world = await World.StartAsync(new Asked(), hasVerdict: false);
        await world.RunUntilAsync(() => world.Hurries > 0, async () =>
        {
            Assert.Empty(world.Written);
            world.Clock.Move(TimeSpan.FromSeconds(11)); // its patience is over, and the verifier has said nothing since
            await ScriptedServer.UntilAsync(() => world.Hurries > 1, "the verifier is asked again");
            Assert.Empty(world.Written);
            world.Verdicts.Contacted(complete: true);
            await world.MoveUntilAsync(() => world.Written.Count == 1);
        });
        Assert.Equal("GateVerdictMissing", Assert.Single(world.Written[0].Status.Conditions!).Reason);
    }

    [Fact]
    public async Task Patience_begins_anew_when_the_verifier_is_back()
    {
        await using var world = await World.StartAsync(new Asked(), hasVerdict: false);
        await world.RunUntilAsync(() => world.Hurries > 0, async () =>
        {
            world.Clock.Move(TimeSpan.FromSeconds(11)); // its patience is over, and the verifier has said nothing since
            await ScriptedServer.UntilAsync(() => world.Hurries > 1, "the verifier is asked again");
            world.Verdicts.Contacted(complete: true);
            int hurries = world.Hurries;
            world.Clock.Move(TimeSpan.FromSeconds(1));
            await ScriptedServer.UntilAsync(() => world.Clock.Waiting > 0 || world.Written.Count > 0, "it waits again");
            world.Clock.Move(TimeSpan.FromSeconds(9));
            Assert.Equal(hurries, world.Hurries);
            world.Verdicts.Put(Asked.Bound()); // the node could not attest before
            await ScriptedServer.UntilAsync(() => world.Written.Count == 1, "decided");
        });
        Assert.Equal("Approved", Assert.Single(world.Written[0].Status.Conditions!).Type);
    }

    [Fact]
    public async Task A_verdict_that_comes_in_time_is_taken_at_once()
    {
        await using var world = await World.StartAsync(new Asked(), hasVerdict: false);
        await world.RunUntilAsync(() => world.Hurries > 0, async () =>
        {
            world.Verdicts.Put(Asked.Bound());
            await ScriptedServer.UntilAsync(() => world.Written.Count == 1, "approved");
        });
        Assert.Equal("Approved", Assert.Single(world.Written[0].Status.Conditions!).Type);
    }

    [Fact]
    public async Task A_renewal_that_comes_late_leaves_no_request_behind()
    {
        await using var world = await World.StartAsync(new Asked());
        world.Lease.Move(LeaderTiming.Default.RenewDeadline); // the lead lapses: nothing is written
        int asked = world.Lease.Asked;
        await world.RunUntilAsync(() => world.Lease.Asked > asked, async () =>
        {
            Assert.Empty(world.Written);
            await world.RenewAsync(); // before anybody ended the term
            await world.MoveUntilAsync(() => world.Written.Count == 1);
        });
    }

    [Fact]
    public async Task Requests_of_others_are_not_looked_at()
    {
        await using var world = await World.StartAsync(new Asked { Signer = "example.com/signer" });
        await world.RunUntilAsync(() => world.IsListed);
        Assert.DoesNotContain(world.Requests, a => a.StartsWith("PUT", StringComparison.Ordinal));
    }

    /// <summary>An API server with one request, csr-1, and an approver that leads.</summary>
    private sealed class World : IAsyncDisposable
    {
        private readonly ScriptedServer _server;
        private readonly ApiServer _api;
        private readonly GateMetrics _metrics = new();
        private readonly MetricCollector _collector;
        private readonly LeaderElection _election;
        private readonly CsrApprover _approver;
        private readonly CertificateSigningRequest _listed;
        private readonly List<CertificateSigningRequest> _written = [];
        private int _hurries;

        private World(ScriptedServer server, Asked asked, bool hasVerdict)
        {
            _server = server;
            _api = server.AsApiServer();
            server.Answers = AnswerAsync;
            _collector = new MetricCollector(_metrics);
            Stored = _listed = asked.Object();
            Verdicts = new VerdictCache(Clock);
            if (hasVerdict)
                Verdicts.Put(Asked.Bound());
            Verdicts.Contacted(complete: true);
            _election = new LeaderElection(_api, "attestation", "gate", "me", LeaderTiming.Default, Lease, NullLogger.Instance);
            _approver = new CsrApprover(new CsrParts
            {
                Server = _api, Election = _election, Nodes = new NodeStore(), Verdicts = Verdicts,
                Events = new NodeEvents(_api, ReplicaIdentity.New(), Clock, NullLogger<NodeEvents>.Instance),
                Metrics = new CsrMetrics(_metrics), WatchMetrics = new WatchMetrics(_metrics), Settings = Asked.Rules().Settings,
                Clock = Clock, Logger = NullLogger.Instance, Hurry = () => Interlocked.Increment(ref _hurries), TokenUsed = _ => { },
            }, Asked.Rules());
        }

        public ManualClock Clock { get; } = new(VerdictSamples.Now.AddSeconds(1));

        /// <summary>By which the lead lapses.</summary>
        public LeaseClock Lease { get; } = new();

        public VerdictCache Verdicts { get; }

        /// <summary>What a GET of the request answers.</summary>
        public CertificateSigningRequest Stored { get; set; }

        public bool IsDeleted { get; set; }

        /// <summary>Statuses that the next writes are answered with.</summary>
        public System.Collections.Concurrent.ConcurrentQueue<int> Failures { get; } = new();

        public int Hurries => Volatile.Read(ref _hurries);

        public bool IsListed => _approver.IsListed;

        public bool IsIdle => _approver.IsListed && Metrics.Contains("gate_csr_pending 0", StringComparison.Ordinal);

        public string[] Requests => _server.Asked;

        public string Metrics => _collector.Text();

        public IReadOnlyList<CertificateSigningRequest> Written
        {
            get
            {
                lock (_written)
                    return [.. _written];
            }
        }

        public static async Task<World> StartAsync(Asked asked, bool hasVerdict = true)
        {
            var world = new World(await ScriptedServer.StartAsync(), asked, hasVerdict);
            await world.RenewAsync();
            return world;
        }

        public async Task RenewAsync()
        {
            await _election.StepAsync(CancellationToken.None);
            Assert.True(_election.IsLeader);
        }

        public async Task RunUntilAsync(Func<bool> holds, Func<Task>? then = null)
        {
            using var term = new CancellationTokenSource();
            Task run = _approver.RunAsync(term.Token);
            Task until = ScriptedServer.UntilAsync(() =>
            {
                Tick();
                return holds();
            }, string.Join('\n', _server.Asked));
            await until;
            if (then is not null)
                await then();
            await term.CancelAsync();
            await run;
        }

        public Task MoveUntilAsync(Func<bool> holds) => ScriptedServer.UntilAsync(() =>
        {
            Clock.Move(TimeSpan.FromSeconds(1));
            return holds();
        }, "time goes on");

        public async ValueTask DisposeAsync()
        {
            _api.Dispose();
            _collector.Dispose();
            _metrics.Dispose();
            await _server.DisposeAsync();
        }

        /// <summary>Pauses after failures pass; a patience of ten seconds does not.</summary>
        private void Tick()
        {
            if (Failures.IsEmpty && Hurries == 0)
                Clock.Move(TimeSpan.FromMilliseconds(5));
        }

        private async Task AnswerAsync(HttpContext context)
        {
            string path = context.Request.Path.Value!;
            if (path.Contains("/leases", StringComparison.Ordinal))
                await (context.Request.Method == "GET" ? ScriptedServer.JsonAsync(context, "{}", 404) : ScriptedServer.JsonAsync(context, """{"metadata":{"name":"gate","resourceVersion":"1"},"spec":{"holderIdentity":"me"}}"""));
            else if (context.Request.Query.ContainsKey("watch"))
                await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            else if (path.EndsWith("/approval", StringComparison.Ordinal))
                await DecideAsync(context);
            else if (path.EndsWith("/csr-1", StringComparison.Ordinal))
                await (IsDeleted ? ScriptedServer.JsonAsync(context, "{}", 404) : ScriptedServer.JsonAsync(context, Json(Stored)));
            else
                await ScriptedServer.JsonAsync(context, $$$"""{"metadata":{"resourceVersion":"5"},"items":[{{{Json(_listed)}}}]}""");
        }

        private async Task DecideAsync(HttpContext context)
        {
            if (Failures.TryDequeue(out int status))
            {
                await ScriptedServer.JsonAsync(context, $$"""{"code":{{status}},"message":"as the test wants it"}""", status);
                return;
            }
            CertificateSigningRequest sent = (await JsonSerializer.DeserializeAsync(context.Request.Body, KubernetesJson.Default.CertificateSigningRequest))!;
            lock (_written)
                _written.Add(sent);
            await ScriptedServer.JsonAsync(context, Json(sent));
        }

        private static string Json(CertificateSigningRequest request) => JsonSerializer.Serialize(request, KubernetesJson.Default.CertificateSigningRequest);
    }
}
