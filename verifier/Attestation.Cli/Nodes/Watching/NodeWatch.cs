namespace Attestation.Cli.Nodes.Watching;

/// <summary>
/// Follows a verifier's feed by long poll and tells a view what changes, also that a verdict expired, which is no change of the feed. Once it
/// has begun it survives the verifier's absence.
/// </summary>
internal sealed class NodeWatch(NodesClient client, IWatchView view, bool renewals)
{
    private const int PollSeconds = 30;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(15);

    /// <summary>Nodes that enrolled have no verdict yet, so the feed does not tell them.</summary>
    private static readonly TimeSpan RelistEvery = TimeSpan.FromSeconds(30);

    private readonly NodeBoard _board = new([]);
    private readonly Dictionary<string, (NodeVerdictWord Word, string Why)> _told = new(StringComparer.Ordinal);
    private FeedStretch? _position;
    private DateTimeOffset _listed;

    /// <summary>Runs until it is cancelled.</summary>
    /// <exception cref="CliFailure">The verifier cannot be asked at all, or does not want to be.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await LoadAsync(cancellation);
        foreach (NodeLine node in _board.All)
            _told[node.Key] = Said(node);
        view.Begin(_board, client.Now);
        TimeSpan pause = TimeSpan.Zero;
        while (true)
        {
            try
            {
                await TickWhile(FollowAsync(returning: pause > TimeSpan.Zero, cancellation), cancellation);
                pause = TimeSpan.Zero;
            }
            catch (CliFailure failure) when (failure.ExitCode == ExitCodes.Failed)
            {
                pause = pause == TimeSpan.Zero ? Second : pause * 2 < LongestPause ? pause * 2 : LongestPause;
                view.Away(failure.Message, pause, client.Now);
                await TickWhile(Task.Delay(pause, cancellation), cancellation);
            }
        }
    }

    /// <summary>One long poll and what it brings; the first one after an absence does not wait, so that the view learns at once that it is over.</summary>
    private async Task FollowAsync(bool returning, CancellationToken cancellation)
    {
        FeedStretch? stretch = await client.VerdictsAsync(_position, returning ? 0 : PollSeconds, cancellation);
        if (returning)
            view.Back(client.Now);
        if (stretch is null)
        {
            await LoadAsync(cancellation);
            return;
        }
        _position = stretch;
        foreach (NodeLine verdict in stretch.Verdicts)
            Take(verdict);
        if (client.Now - _listed > RelistEvery)
            await ListAsync(cancellation);
    }

    private void Take(NodeLine verdict)
    {
        _board.Put(verdict);
        Tell(verdict, always: renewals);
    }

    /// <summary>Everything from the beginning: the feed's position first, so that nothing falls between it and the list.</summary>
    private async Task LoadAsync(CancellationToken cancellation)
    {
        _position = null;
        FeedStretch? stretch;
        do
        {
            stretch = await client.VerdictsAsync(_position, 0, cancellation);
            _position = stretch ?? _position;
        }
        while (stretch is { Verdicts.Count: > 0 });
        await ListAsync(cancellation);
    }

    private async Task ListAsync(CancellationToken cancellation)
    {
        _board.Replace(await client.ListAsync(cancellation));
        _listed = client.Now;
    }

    private async Task TickWhile(Task work, CancellationToken cancellation)
    {
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(Second, cancellation));
            cancellation.ThrowIfCancellationRequested();
            Lapse();
            view.Tick(_board, client.Now);
        }
        await work;
        Lapse();
    }

    /// <summary>Verdicts that expired since the last look, nodes that enrolled, and those whose record was removed.</summary>
    private void Lapse()
    {
        foreach (NodeLine node in _board.All)
            Tell(node, always: false);
        foreach (string gone in _told.Keys.Where(key => _board.Find(key) is null).ToList())
        {
            if (_told.Remove(gone, out (NodeVerdictWord Word, string Why) before) && before.Word != NodeVerdictWord.Ended)
                view.Change(new NodeChange(new NodeLine { Key = gone, Enrolment = "removed" }, before.Word, NodeVerdictWord.Ended), client.Now);
        }
    }

    private void Tell(NodeLine node, bool always)
    {
        (NodeVerdictWord Word, string Why) now = Said(node);
        bool known = _told.TryGetValue(node.Key, out (NodeVerdictWord Word, string Why) before);
        if (!always && known && before == now)
            return;
        _told[node.Key] = now;
        view.Change(new NodeChange(node, known ? before.Word : null, now.Word), client.Now);
    }

    /// <summary>What a change is measured by: of a good verdict its word, else also the words beside it.</summary>
    private (NodeVerdictWord Word, string Why) Said(NodeLine node)
    {
        NodeVerdictWord word = node.Word(client.Now);
        return (word, word is NodeVerdictWord.Trusted or NodeVerdictWord.Warning ? "" : node.Why(word));
    }
}
