namespace Attestation.Device.Provisioning;

/// <summary>All locks of a board at once.</summary>
public static class BoardLockState
{
    /// <summary>True when the board has locks and every one of them is in force, as read just now.</summary>
    public static bool AllHold(IBoardLocks locks)
    {
        for (int i = 0; i < locks.Count; i++)
        {
            if (!locks.IsInForce(i))
                return false;
        }

        return locks.Count != 0;
    }
}
