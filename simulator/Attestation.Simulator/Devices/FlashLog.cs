using System.Buffers.Binary;
using Attestation.Factory.Stations.Serial;

namespace Attestation.Simulator.Devices;

/// <summary>The blocks of a flash as one log: a block begins with a page that numbers it, records follow, each page is programmed once. What a loss of power
/// left of a record ends its block.
/// <code>first page: "AFS1" ‖ number u64 ‖ CRC-32 u32</code></summary>
internal sealed class FlashLog
{
    public const int RecordSpace = NorFlash.BlockSize - NorFlash.PageSize;

    private const uint Magic = 0x41465331;
    private const int HeadSize = 16;
    private const int PagesOfBlock = NorFlash.BlockSize / NorFlash.PageSize;

    private readonly NorFlash _flash;
    private readonly LinkedList<int> _used = [];
    private readonly Queue<int> _free = [];
    private readonly HashSet<int> _erased = [];
    private ulong _number;
    private int _nextPage = PagesOfBlock; // of the newest block; beyond the last: a new block is needed

    /// <param name="flash">Perhaps just after a loss of power.</param>
    /// <param name="found">Gets each whole record in the order in which they were written, with its address.</param>
    public FlashLog(NorFlash flash, Action<FlashRecord, int> found)
    {
        _flash = flash;
        var numbered = new SortedDictionary<ulong, int>();
        for (int block = 0; block < flash.Blocks; block++)
        {
            if (NumberOf(block) is { } number && numbered.TryAdd(number, block))
                _number = Math.Max(_number, number);
            else
                _free.Enqueue(block);
        }
        foreach (int block in numbered.Values)
        {
            _used.AddLast(block);
            _nextPage = Scan(block, found);
        }
    }

    /// <summary>Blocks without anything.</summary>
    public int Free => _free.Count;

    /// <summary>Whose records are the oldest; -1 when only one block is in use.</summary>
    public int Oldest => _used.Count > 1 ? _used.First!.Value : -1;

    /// <summary>Bytes that a record may take in the newest block.</summary>
    public int Space => (PagesOfBlock - _nextPage) * NorFlash.PageSize;

    /// <summary>Takes a free block as the newest.</summary>
    public bool TryOpen()
    {
        if (!_free.TryPeek(out int block) || !(_erased.Contains(block) || _flash.Erase(block)))
            return false;
        byte[] head = new byte[HeadSize];
        BinaryPrimitives.WriteUInt32BigEndian(head, Magic);
        BinaryPrimitives.WriteUInt64BigEndian(head.AsSpan(4), _number + 1);
        BinaryPrimitives.WriteUInt32BigEndian(head.AsSpan(12), FrameCodec.Crc32(head.AsSpan(0, 12)));
        if (!_flash.Program(block * NorFlash.BlockSize, head))
            return false;
        _number++;
        _free.Dequeue();
        _erased.Remove(block);
        _used.AddLast(block);
        _nextPage = 1;
        return true;
    }

    /// <summary>Adds a record that fits.</summary>
    /// <returns>Its address; -1 when the power went.</returns>
    public int Append(ReadOnlySpan<byte> record)
    {
        int address = (_used.Last!.Value * NorFlash.BlockSize) + (_nextPage * NorFlash.PageSize);
        int page = 0;
        for (; page * NorFlash.PageSize < record.Length; page++)
        {
            ReadOnlySpan<byte> content = record[(page * NorFlash.PageSize)..Math.Min(record.Length, (page + 1) * NorFlash.PageSize)];
            if (!_flash.Program(address + (page * NorFlash.PageSize), content))
                return -1;
        }
        _nextPage += page;
        return address;
    }

    /// <summary>Gives back the oldest block. Its number goes first, in one page: a block that is half erased must not be read as a log that lacks its end.</summary>
    public bool TryDropOldest()
    {
        int block = Oldest;
        if (!_flash.Program(block * NorFlash.BlockSize, new byte[HeadSize]) || !_flash.Erase(block))
            return false;
        _used.RemoveFirst();
        _free.Enqueue(block);
        _erased.Add(block);
        return true;
    }

    private ulong? NumberOf(int block)
    {
        Span<byte> head = stackalloc byte[HeadSize];
        _flash.Read(block * NorFlash.BlockSize, head);
        bool isHead = BinaryPrimitives.ReadUInt32BigEndian(head) == Magic && BinaryPrimitives.ReadUInt32BigEndian(head[12..]) == FrameCodec.Crc32(head[..12]);
        return isHead ? BinaryPrimitives.ReadUInt64BigEndian(head[4..]) : null;
    }

    /// <returns>The first page that may be programmed.</returns>
    private int Scan(int block, Action<FlashRecord, int> found)
    {
        byte[] content = new byte[NorFlash.BlockSize];
        _flash.Read(block * NorFlash.BlockSize, content);
        int page = 1;
        while (page < PagesOfBlock && FlashRecord.TryDecode(content.AsSpan(page * NorFlash.PageSize), out FlashRecord record))
        {
            found(record, (block * NorFlash.BlockSize) + (page * NorFlash.PageSize));
            page += record.Pages;
        }
        return content.AsSpan(page * NorFlash.PageSize).ContainsAnyExcept((byte)0xFF) ? PagesOfBlock : page;
    }
}
