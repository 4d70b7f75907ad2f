namespace Attestation.Device.Provisioning;

/// <summary>One lock as it was read back.</summary>
public sealed class BoardLockState
{
    /// <param name="name">The id in the board's description: <c>secure-boot</c>.</param>
    /// <param name="isInForce">Read from the hardware.</param>
    public BoardLockState(string name, bool isInForce)
    {
        Name = name;
        IsInForce = isInForce;
    }

    public string Name { get; }

    public bool IsInForce { get; }

    /// <summary>At least one lock, and all in force.</summary>
    public static bool AllHold(BoardLockState[] locks)
    {
        bool all = locks != null && locks.Length != 0;
        for (int i = 0; all && i < locks.Length; i++)
            all = locks[i].IsInForce;
        return all;
    }
}
