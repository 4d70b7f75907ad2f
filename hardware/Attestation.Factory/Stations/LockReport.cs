namespace Attestation.Factory.Stations;

/// <summary>The board's locks as the device reads them back from its hardware.</summary>
/// <param name="Locks">In the order of the board description; each name once.</param>
public sealed record LockReport(IReadOnlyList<DeviceLock> Locks)
{
    /// <summary>Whether the device reports this lock and says that it is in force.</summary>
    public bool Holds(string name) => Locks.Any(l => l.Name == name && l.InForce);

    /// <summary>At least one lock, and all in force.</summary>
    public bool AllHold => Locks.Count > 0 && Locks.All(l => l.InForce);
}
