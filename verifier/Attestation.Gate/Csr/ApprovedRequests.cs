namespace Attestation.Gate.Csr;

/// <summary>
/// Which PKCS #10 requests have been approved, under which object: the API server keeps approved ones for an hour, so a restarted gate reads them again.
/// Bounded; the oldest are forgotten first.
/// </summary>
public sealed class ApprovedRequests(int capacity = 50_000)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _uids = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="digest">SHA-256 of the request.</param>
    /// <param name="uid">Of the object that was approved.</param>
    public void Note(string digest, string uid)
    {
        lock (_lock)
        {
            if (!_uids.TryAdd(digest, uid))
                return;
            _order.Enqueue(digest);
            if (_order.Count > capacity)
                _uids.Remove(_order.Dequeue());
        }
    }

    /// <summary>Has the same request been approved under another object?</summary>
    public bool IsReplay(string digest, string? uid)
    {
        lock (_lock)
            return _uids.TryGetValue(digest, out string? approved) && approved != uid;
    }
}
