namespace Attestation.Cli.Nodes.Watching;

/// <summary>How a watch is shown: a screen (<see cref="WatchScreen"/>), or lines (<see cref="WatchLines"/>).</summary>
internal interface IWatchView : IDisposable
{
    /// <summary>The first look: every node.</summary>
    void Begin(NodeBoard board, DateTimeOffset now);

    /// <summary>One node changed.</summary>
    void Change(NodeChange change, DateTimeOffset now);

    /// <summary>The verifier does not answer.</summary>
    /// <param name="why">A sentence.</param>
    /// <param name="pause">Until the next try.</param>
    /// <param name="now">This machine's idea of the verifier's clock.</param>
    void Away(string why, TimeSpan pause, DateTimeOffset now);

    /// <summary>It answers again.</summary>
    void Back(DateTimeOffset now);

    /// <summary>About once a second.</summary>
    void Tick(NodeBoard board, DateTimeOffset now);
}

/// <summary>A node whose verdict, or what is made of it, changed.</summary>
/// <param name="Node">As it is now.</param>
/// <param name="Before">Its word before; null where it was not known.</param>
/// <param name="Word">Its word now.</param>
internal sealed record NodeChange(NodeLine Node, NodeVerdictWord? Before, NodeVerdictWord Word);
