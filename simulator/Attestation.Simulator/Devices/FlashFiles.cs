using Attestation.Device.Storage;

namespace Attestation.Simulator.Devices;

/// <summary>Files over NOR flash as <see cref="IDeviceStorage"/> promises them: a log of writes and deletions, cleaned from its oldest end. It stands where a
/// real board has littlefs; what the firmware does over it is the firmware's own.</summary>
public sealed class FlashFiles : IDeviceStorage
{
    private const int LongestName = 64;
    private const int Reserve = 3; // blocks kept for cleaning: what is copied from one block can take more than one

    private readonly NorFlash _flash;
    private readonly FlashLog _log;
    private readonly Dictionary<string, FlashFile> _files = new(StringComparer.Ordinal);

    /// <param name="flash">With whatever lies in it.</param>
    public FlashFiles(NorFlash flash)
    {
        _flash = flash;
        _log = new FlashLog(flash, Replay);
    }

    public IEnumerable<string> Names => _files.Keys;

    public int Size(string name) => !_flash.IsOff && _files.TryGetValue(name, out FlashFile? file) ? file.Size : -1;

    public bool TryRead(string name, int position, byte[] buffer, int offset, int count)
    {
        if (_flash.IsOff || !_files.TryGetValue(name, out FlashFile? file) || position < 0 || position > file.Size - count)
            return false;
        int read = 0;
        foreach (FlashExtent extent in file.Extents)
        {
            int from = Math.Max(extent.Position, position);
            int length = Math.Min(extent.End, position + count) - from;
            if (length <= 0)
                continue;
            _flash.Read(extent.Address + from - extent.Position, buffer.AsSpan(offset + from - position, length));
            read += length;
        }
        return read == count;
    }

    public bool TryWrite(string name, int position, byte[] buffer, int offset, int count)
    {
        if (name.Length is 0 or > LongestName || position < 0 || position > Math.Max(Size(name), 0))
            return false;
        int written = 0;
        do
        {
            if (!TryMakeRoom(name))
                return false;
            int length = Math.Min(count - written, _log.Space - FlashRecord.Overhead(name));
            if (!TryAppend(new FlashRecord(FlashRecordKind.Write, name, position + written, length), buffer.AsSpan(offset + written, length)))
                return false;
            written += length;
        }
        while (written < count);
        return true;
    }

    public bool TryDelete(string name)
    {
        if (_flash.IsOff)
            return false;
        return !_files.ContainsKey(name) || (TryMakeRoom(name) && TryAppend(new FlashRecord(FlashRecordKind.Delete, name, 0, 0), []));
    }

    private void Replay(FlashRecord record, int address)
    {
        if (record.Kind == FlashRecordKind.Delete)
        {
            _files.Remove(record.Name);
            return;
        }
        if (!_files.TryGetValue(record.Name, out FlashFile? file))
            _files.Add(record.Name, file = new FlashFile());
        file.Put(new FlashExtent(record.Position, record.Length, address + record.DataOffset));
    }

    private bool TryAppend(FlashRecord record, ReadOnlySpan<byte> bytes)
    {
        int address = _log.Append(record.Encode(bytes));
        if (address >= 0)
            Replay(record, address);
        return address >= 0;
    }

    /// <summary>Room for at least one byte more of a file.</summary>
    private bool TryMakeRoom(string name)
    {
        if (_log.Space > FlashRecord.Overhead(name))
            return true;
        for (int cleaned = 0; _log.Free <= Reserve; cleaned++)
        {
            if (cleaned > _flash.Blocks || !TryClean())
                return false; // full, or the power went
        }
        return _log.TryOpen();
    }

    /// <summary>Copies what the oldest block has that still counts to the end of the log, and drops the block. Its deletions count no more: what they delete
    /// was older still.</summary>
    private bool TryClean()
    {
        int block = _log.Oldest;
        if (block < 0)
            return false;
        foreach (var (name, file) in _files.ToArray())
        {
            foreach (FlashExtent extent in file.Extents.Where(e => e.Block == block).ToArray())
            {
                if (!TryMove(name, extent))
                    return false;
            }
        }
        return _log.TryDropOldest();
    }

    private bool TryMove(string name, FlashExtent extent)
    {
        int moved = 0;
        do
        {
            if (_log.Space <= FlashRecord.Overhead(name) && !_log.TryOpen())
                return false;
            byte[] bytes = new byte[Math.Min(extent.Length - moved, _log.Space - FlashRecord.Overhead(name))];
            _flash.Read(extent.Address + moved, bytes);
            if (!TryAppend(new FlashRecord(FlashRecordKind.Write, name, extent.Position + moved, bytes.Length), bytes))
                return false;
            moved += bytes.Length;
        }
        while (moved < extent.Length);
        return true;
    }
}
