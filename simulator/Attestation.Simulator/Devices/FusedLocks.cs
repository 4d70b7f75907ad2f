using Attestation.Device;
using Attestation.Device.Provisioning;

namespace Attestation.Simulator.Devices;

/// <summary>Locks as fuses: a page of flash each, which is never erased. Named as in the board's description, those that firmware can read.</summary>
internal sealed class FusedLocks : IBoardLocks
{
    private readonly NorFlash _fuses;
    private readonly IReadOnlyList<string> _names;

    /// <param name="fuses">A page for each lock.</param>
    /// <param name="names">In the order in which they are closed.</param>
    public FusedLocks(NorFlash fuses, IReadOnlyList<string> names) => (_fuses, _names) = (fuses, names);

    public DeviceRefusal TryLock()
    {
        for (int i = 0; i < _names.Count; i++)
        {
            if (!IsBurned(i) && !_fuses.Program(i * NorFlash.PageSize, [0]))
                return DeviceRefusal.StorageFailed;
        }
        return DeviceRefusal.None;
    }

    public BoardLockState[] Read() => [.. _names.Select((name, i) => new BoardLockState(name, IsBurned(i)))];

    private bool IsBurned(int number)
    {
        Span<byte> fuse = stackalloc byte[1];
        _fuses.Read(number * NorFlash.PageSize, fuse);
        return fuse[0] == 0;
    }
}
