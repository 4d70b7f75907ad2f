using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Attestation.Gate.Configuration;
using Attestation.Gate.Kubernetes;
using Attestation.Gate.Logging;
using Attestation.Gate.Taints.Drains;
using Attestation.Gate.Verdicts;

namespace Attestation.Gate.Taints;

/// <summary>
/// Keeps every node on its rung, while this replica leads: judges a node when the node, its verdict or the time calls for it, and patches the difference.
/// Nothing that it must not forget is only in memory, so a process that dies at any instant is followed by one that finishes its work.
/// </summary>
public sealed partial class NodeKeeper : BackgroundService
{
    /// <summary>How late a look may be: part of the stated staleness (docs/gate-ladder.md).</summary>
    private static readonly TimeSpan TickLength = TimeSpan.FromMilliseconds(200);

    private const int MaxAttempts = 6;

    private readonly LadderParts _parts;
    private readonly LadderSettings _settings;
    private readonly OwnedKeys _keys;
    private readonly Ladder _ladder;
    private readonly FallGuard _guard;
    private readonly ContactWatch _contact;
    private readonly LookQueue _looks = new();
    private readonly ConcurrentDictionary<string, KeptNode> _kept = new(StringComparer.Ordinal);
    private readonly HashSet<string> _exempt;
    private readonly PatchPace _pace;
    private readonly NodePatcher _patcher;
    private readonly NodeReports _reports;
    private readonly StormWatch _storm;
    private readonly DrainBoard _drains;
    private volatile WorkQueue _work = new();
    private int _count;

    public NodeKeeper(LadderParts parts, LadderMetrics metrics, ILogger<NodeKeeper> logger)
    {
        _parts = parts;
        Metrics = metrics;
        Logger = logger;
        _settings = parts.Settings.Ladder;
        _keys = new OwnedKeys(parts.Settings.Prefix);
        _exempt = parts.Settings.Exempt.ToHashSet(StringComparer.Ordinal);
        _ladder = new Ladder(_settings, _exempt);
        _guard = new FallGuard(parts.Settings.Storm);
        _contact = new ContactWatch(parts.Verdicts, _settings, parts.Clock);
        _pace = new PatchPace(_settings.PatchesPerSecond);
        _patcher = new NodePatcher(parts.Server, parts.Election, _pace, metrics);
        _reports = new NodeReports(parts.Events, metrics, logger);
        _storm = new StormWatch(parts.StormLease, _guard, parts.Settings.Storm, parts.Events, metrics, parts.Clock, logger);
        _drains = new DrainBoard(parts.Server, _settings, () => _storm.IsStopped || !parts.Election.IsLeader, parts.Events, metrics, parts.Clock, logger);
        metrics.Rungs = Rungs;
        metrics.Held = () => _kept.Values.Count(kept => kept.Plan?.Fall.Held is not null);
        metrics.Waiting = () => _work.Count;
    }

    private LadderMetrics Metrics { get; }

    private ILogger Logger { get; }

    /// <summary>What was found about a node last; null where this replica does not lead, or has not looked yet.</summary>
    public NodePlan? Find(string node) => _kept.GetValueOrDefault(node)?.Plan;

    public override void Dispose()
    {
        base.Dispose();
        _drains.Dispose();
        _pace.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                _contact.Tick();
                if (_parts.Election.IsLeader && _parts.Nodes.IsLoaded)
                    await TermAsync(stoppingToken);
                await Task.Delay(TickLength, _parts.Clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // the end of the process; the next leader goes on
        }
    }

    /// <summary>One term of leadership: everything from the start, since another replica may have acted meanwhile.</summary>
    private async Task TermAsync(CancellationToken stop)
    {
        using var term = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _work = new WorkQueue();
        _count = 0;
        Task[] workers = [];
        await _storm.BeginAsync(stop);
        _parts.Nodes.Changed += NodeChanged;
        _parts.Verdicts.Changed += VerdictChanged;
        try
        {
            Begin();
            workers = [.. Enumerable.Range(0, _settings.PatchesAtOnce).Select(_ => Task.Run(() => WorkAsync(term), CancellationToken.None))];
            await TickAsync(term.Token);
        }
        catch (OperationCanceledException) when (term.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            // a worker saw that this replica leads no more
        }
        finally
        {
            _parts.Nodes.Changed -= NodeChanged;
            _parts.Verdicts.Changed -= VerdictChanged;
            await term.CancelAsync();
            await Task.WhenAll(workers);
            await _drains.EndAsync();
            _kept.Clear();
            _looks.Clear();
        }
    }

    /// <summary>Judges all nodes before the first one may fall, so that the guard sees a storm whole.</summary>
    private void Begin()
    {
        DateTimeOffset now = _parts.Clock.GetUtcNow();
        foreach (Node node in _parts.Nodes.All)
            Keep(node);
        Logger.LadderBegan(_kept.Count);
        var falls = new List<(string, DateTimeOffset, bool)>();
        var waiting = new List<string>();
        foreach (KeptNode kept in _kept.Values)
        {
            NodeSight sight = SightOf(kept);
            Standing standing = _ladder.Judge(sight, now);
            if (standing.Rung == Rung.Bad && sight.FallenAt is { } fell)
                falls.Add((kept.Name, fell, standing.ByOperator));
            else if (standing.Rung == Rung.Bad && !standing.ByOperator)
                waiting.Add(kept.Name);
        }
        _guard.Reset(_count, falls, now);
        foreach (string name in waiting)
            _guard.Announce(name, now);
        foreach (string name in _kept.Keys)
            Add(name, isUrgent: false);
    }

    /// <summary>Until this replica leads no more.</summary>
    private async Task TickAsync(CancellationToken cancel)
    {
        while (_parts.Election.IsLeader)
        {
            bool everything = _contact.Tick();
            foreach (string name in _storm.Tick(cancel).Concat(_looks.TakeDue(_parts.Clock.GetUtcNow())))
                Add(name, isUrgent: true);
            if (everything)
                AnnounceAll();
            await Task.Delay(TickLength, _parts.Clock, cancel);
        }
    }

    private NodeSight SightOf(KeptNode kept)
    {
        // loaded is read first: a verdict that comes in between is then seen, and not taken for one that does not exist
        bool loaded = _parts.Verdicts.IsLoaded;
        return new NodeSight(kept.Node, _parts.Verdicts.Find(kept.Name), loaded, _contact.Contact, kept.Memory, _keys);
    }

    private IEnumerable<Measurement<double>> Rungs() => _kept.Values
        .GroupBy(kept => kept.Plan?.Standing.Rung?.ToString().ToLowerInvariant() ?? "unknown")
        .Select(rung => new Measurement<double>(rung.Count(), new KeyValuePair<string, object?>("rung", rung.Key)));
}
