using System.Buffers.Binary;
using System.Text.Unicode;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

/// <summary>The pass behind <see cref="CborWellFormed"/>: a stack of open containers instead of recursion (RFC 8949 appendix C).</summary>
internal ref struct CborScan
{
    /// <summary>Keys of open maps that need no memory from the heap; deeper or wider inputs take some.</summary>
    public const int KeysOnStack = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly Span<Level> _open;
    private Span<Key> _keys;
    private int _keyCount;
    private int _depth;

    /// <param name="bytes">The input.</param>
    /// <param name="open">Room for <see cref="CborWellFormed.MaxDepth"/> containers.</param>
    /// <param name="keys">Room for the first keys.</param>
    public CborScan(ReadOnlySpan<byte> bytes, Span<Level> open, Span<Key> keys)
    {
        _bytes = bytes;
        _open = open;
        _keys = keys;
    }

    /// <summary>Where the scan stands; after a fault, the offset of the item that has it.</summary>
    public int Position { get; private set; }

    public ReasonCode? Fault { get; private set; }

    public bool TryScanItem()
    {
        do
        {
            if (!TryScanHead())
                return false;
            while (_depth > 0 && _open[_depth - 1].Remaining == 0)
            {
                if (!TryClose())
                    return false;
            }
        }
        while (_depth > 0);
        return true;
    }

    public bool TryEnd() => Position == _bytes.Length || Refuse(CborReasons.Trailing);

    /// <summary>One head, and for a string its _bytes.</summary>
    private bool TryScanHead()
    {
        MarkKeyStart();
        if (!TryReadHead(out int major, out int info, out ulong argument, out int headLength))
            return false;
        ulong left = (ulong)(_bytes.Length - Position - headLength);
        switch (major)
        {
            case 2 or 3:
                if (argument > left)
                    return Refuse(CborReasons.Truncated);
                if (major == 3 && !Utf8.IsValid(_bytes.Slice(Position + headLength, (int)argument)))
                    return Refuse(CborReasons.Malformed);
                return Finish(headLength + (int)argument);
            case 4:
                return argument <= left ? TryOpen(headLength, (int)argument, isMap: false) : Refuse(CborReasons.Truncated);
            case 5:
                return argument <= left / 2 ? TryOpen(headLength, (int)argument * 2, isMap: true) : Refuse(CborReasons.Truncated);
            case 6:
                return TryOpen(headLength, 1, isMap: false);
            default:
                return Finish(headLength);
        }
    }

    /// <summary>Head layout: 3 bits major type, 5 bits additional information, then 0, 1, 2, 4 or 8 bytes of argument.</summary>
    private bool TryReadHead(out int major, out int info, out ulong argument, out int length)
    {
        (major, info, argument, length) = (0, 0, 0, 0);
        if (Position >= _bytes.Length)
            return Refuse(CborReasons.Truncated);
        byte initial = _bytes[Position];
        (major, info) = (initial >> 5, initial & 0x1F);
        if (info == 31)
            return Refuse(major is >= 2 and <= 5 ? CborReasons.Indefinite : CborReasons.Malformed);
        if (info >= 28)
            return Refuse(CborReasons.Malformed);
        length = info < 24 ? 1 : 1 + (1 << (info - 24));
        if (length > _bytes.Length - Position)
            return Refuse(CborReasons.Truncated);
        ReadOnlySpan<byte> rest = _bytes.Slice(Position + 1, length - 1);
        argument = rest.Length switch
        {
            0 => (ulong)info,
            1 => rest[0],
            2 => BinaryPrimitives.ReadUInt16BigEndian(rest),
            4 => BinaryPrimitives.ReadUInt32BigEndian(rest),
            _ => BinaryPrimitives.ReadUInt64BigEndian(rest),
        };
        if (major == 7) // a float's bits are no length; a simple value below 32 must not take a second byte (section 3.3)
            return info != 24 || argument >= 32 || Refuse(CborReasons.Malformed);
        return IsShortest(info, argument) || Refuse(CborReasons.NotMinimal);
    }

    private static bool IsShortest(int info, ulong argument) => info switch
    {
        24 => argument >= 24,
        25 => argument > byte.MaxValue,
        26 => argument > ushort.MaxValue,
        27 => argument > uint.MaxValue,
        _ => true,
    };

    private void MarkKeyStart()
    {
        if (_depth > 0 && _open[_depth - 1] is { IsMap: true } map && map.Remaining % 2 == 0)
            _open[_depth - 1].KeyStart = Position;
    }

    private bool TryOpen(int headLength, int items, bool isMap)
    {
        if (_depth == CborWellFormed.MaxDepth)
            return Refuse(CborReasons.Depth);
        Position += headLength;
        _open[_depth++] = new Level { Remaining = items, IsMap = isMap, FirstKey = _keyCount };
        return true;
    }

    private bool TryClose()
    {
        Level closed = _open[--_depth];
        if (closed.IsMap && !TryCheckKeys(closed.FirstKey))
            return false;
        return Finish(0);
    }

    /// <summary>An item ends after <paramref name="length"/> more bytes; its container has one less to come.</summary>
    private bool Finish(int length)
    {
        Position += length;
        if (_depth == 0)
            return true;
        ref Level parent = ref _open[_depth - 1];
        parent.Remaining--;
        if (parent.IsMap && parent.Remaining % 2 == 1)
            AddKey(new Key(parent.KeyStart, Position - parent.KeyStart));
        return true;
    }

    private void AddKey(Key key)
    {
        if (_keyCount == _keys.Length)
        {
            var more = new Key[2 * _keys.Length];
            _keys.CopyTo(more);
            _keys = more;
        }
        _keys[_keyCount++] = key;
    }

    /// <summary>Keys are equal exactly when their bytes are, since only one encoding of each is accepted. Sorted keys cost one comparison each.</summary>
    private bool TryCheckKeys(int first)
    {
        Span<Key> keys = _keys[first.._keyCount];
        if (!IsAscending(keys))
            Sort(keys);
        for (int i = 1; i < keys.Length; i++)
        {
            if (Compare(keys[i - 1], keys[i]) != 0)
                continue;
            Position = keys[i].Start;
            return Refuse(CborReasons.DuplicateKey);
        }
        _keyCount = first;
        return true;
    }

    private readonly bool IsAscending(ReadOnlySpan<Key> keys)
    {
        for (int i = 1; i < keys.Length; i++)
        {
            if (Compare(keys[i - 1], keys[i]) >= 0)
                return false;
        }
        return true;
    }

    /// <summary>Heap sort: in place, and never slower than n log n whatever the sender put in.</summary>
    private readonly void Sort(Span<Key> keys)
    {
        for (int root = (keys.Length / 2) - 1; root >= 0; root--)
            SiftDown(keys, root);
        for (int end = keys.Length - 1; end > 0; end--)
        {
            (keys[0], keys[end]) = (keys[end], keys[0]);
            SiftDown(keys[..end], 0);
        }
    }

    private readonly void SiftDown(Span<Key> keys, int root)
    {
        for (int child = (2 * root) + 1; child < keys.Length; child = (2 * root) + 1)
        {
            if (child + 1 < keys.Length && CompareThenPosition(keys[child], keys[child + 1]) < 0)
                child++;
            if (CompareThenPosition(keys[root], keys[child]) >= 0)
                return;
            (keys[root], keys[child]) = (keys[child], keys[root]);
            root = child;
        }
    }

    private readonly int Compare(Key a, Key b) => _bytes.Slice(a.Start, a.Length).SequenceCompareTo(_bytes.Slice(b.Start, b.Length));

    private readonly int CompareThenPosition(Key a, Key b) => Compare(a, b) is var order and not 0 ? order : a.Start.CompareTo(b.Start);

    private bool Refuse(ReasonCode fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>An array, map or tag whose items have not all come yet.</summary>
    public struct Level
    {
        public int Remaining;
        public bool IsMap;
        public int FirstKey;
        public int KeyStart;
    }

    /// <summary>Where a key stands in the input.</summary>
    public readonly record struct Key(int Start, int Length);
}
