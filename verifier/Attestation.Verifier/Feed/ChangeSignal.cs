namespace Attestation.Verifier.Feed;

/// <summary>Wakes everybody who waits for a change of the feed, and costs nothing while nothing changes.</summary>
public sealed class ChangeSignal
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>
    /// Ends with the first change after it was asked for. To miss none: ask for it, then look into the store, then wait.
    /// </summary>
    public Task Next => Volatile.Read(ref _next).Task;

    public void Raise() => Interlocked.Exchange(ref _next, Fresh()).SetResult();

    private static TaskCompletionSource Fresh() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
