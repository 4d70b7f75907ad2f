using Attestation.Device.Storage;

namespace Attestation.Device.Gpio;

/// <summary>Remembers that a board was opened, over any number of resets and losses of power, until its owner or factory clears it.
/// <code>
/// content of the twin record:  format (1) = 1 ‖ state (1): 0 intact, 1 tampered ‖ times tripped (2, big-endian, stays at FFFF)
/// </code>
/// It is as strong as the storage under it: somebody who can write that can also write an intact record, which is why the state is measured at every boot
/// and the tamper input itself is read again.</summary>
public sealed class TamperRecord
{
    private const byte Format = 1;
    private const int Size = 4;
    private const int MostCounted = 0xFFFF;

    private readonly TwinRecord _record;

    /// <param name="storage">Where the record lies.</param>
    /// <param name="name">Of its two files, without their endings: <c>tamper</c>.</param>
    public TamperRecord(IDeviceStorage storage, string name) => _record = new TwinRecord(storage, name);

    /// <summary>Writes an intact record where nothing whole stands: a step of provisioning. One that exists stays as it is.</summary>
    public bool TryCreate() => TryRead(out bool _, out int _) || TryKeep(false, 0);

    /// <summary>What is remembered.</summary>
    /// <param name="isTampered">Tripped since it was created or cleared.</param>
    /// <param name="times">How often in the board's life; clearing does not lower it.</param>
    /// <returns>False when there is no whole record: a board that was provisioned has one, so its reader assumes the worst.</returns>
    public bool TryRead(out bool isTampered, out int times)
    {
        isTampered = true;
        times = 0;
        if (!_record.TryRead(out byte[] content) || content.Length != Size || content[0] != Format || content[1] > 1)
            return false;
        isTampered = content[1] == 1;
        times = (content[2] << 8) | content[3];
        return true;
    }

    /// <summary>Remembers that the input tripped; one that is remembered already is not counted again.</summary>
    public bool TryLatch()
    {
        bool isThere = TryRead(out bool isTampered, out int times);
        if (isThere && isTampered)
            return true;
        return TryKeep(true, times < MostCounted ? times + 1 : times);
    }

    /// <summary>Forgets it, at the word of somebody who may say so: the factory before it locks a board, or the owner. The count stays.</summary>
    public bool TryClear()
    {
        if (TryRead(out bool isTampered, out int times) && !isTampered)
            return true;
        return TryKeep(false, times);
    }

    private bool TryKeep(bool isTampered, int times)
    {
        byte[] content = new byte[Size];
        content[0] = Format;
        content[1] = (byte)(isTampered ? 1 : 0);
        content[2] = (byte)((uint)times >> 8);
        content[3] = (byte)times;
        return _record.TryWrite(content);
    }
}
