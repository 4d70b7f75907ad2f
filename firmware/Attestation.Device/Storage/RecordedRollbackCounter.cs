namespace Attestation.Device.Storage;

/// <summary>A rollback counter in a <see cref="TwinRecord"/>, for boards without a hardware one. It withstands loss of power and older updates that
/// are sent to the board, not somebody who can write the board's storage: he can put back an older pair of files.</summary>
public sealed class RecordedRollbackCounter : IRollbackCounter
{
    private const int Size = 8;

    private readonly TwinRecord _record;

    public RecordedRollbackCounter(IDeviceStorage storage, string name) => _record = new TwinRecord(storage, name);

    public bool TryCreate() => TryRead(out ulong _) || TryKeep(0);

    public bool TryRead(out ulong value)
    {
        value = 0;
        if (!_record.TryRead(out byte[] content) || content.Length != Size)
            return false;
        for (int i = 0; i < Size; i++)
            value = (value << 8) | content[i];
        return true;
    }

    public bool TryAdvance(ulong to)
    {
        if (!TryRead(out ulong value))
            return false;
        return to <= value || TryKeep(to);
    }

    private bool TryKeep(ulong value)
    {
        byte[] content = new byte[Size];
        for (int i = 0; i < Size; i++)
            content[i] = (byte)(value >> (56 - (8 * i)));
        return _record.TryWrite(content);
    }
}
