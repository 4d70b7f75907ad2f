using System.Buffers.Binary;
using System.Text.Unicode;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

/// <summary>The pass behind <see cref="CborWellFormed"/>: a stack of open containers instead of recursion (RFC 8949 appendix C).</summary>
internal sealed class CborScan(ReadOnlyMemory<byte> bytes)
{
    private readonly Level[] _open = new Level[CborWellFormed.MaxDepth];
    private readonly List<(int Start, int Length)> _keys = [];
    private int _depth;

    /// <summary>Where the scan stands; after a fault, the offset of the item that has it.</summary>
    public int Position { get; private set; }

    public ReasonCode? Fault { get; private set; }

    private ReadOnlySpan<byte> Bytes => bytes.Span;

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

    public bool TryEnd() => Position == bytes.Length || Refuse(CborReasons.Trailing);

    /// <summary>One head, and for a string its bytes.</summary>
    private bool TryScanHead()
    {
        MarkKeyStart();
        if (!TryReadHead(out int major, out int info, out ulong argument, out int headLength))
            return false;
        ulong left = (ulong)(bytes.Length - Position - headLength);
        switch (major)
        {
            case 2 or 3:
                if (argument > left)
                    return Refuse(CborReasons.Truncated);
                if (major == 3 && !Utf8.IsValid(Bytes.Slice(Position + headLength, (int)argument)))
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
        if (Position >= bytes.Length)
            return Refuse(CborReasons.Truncated);
        byte initial = Bytes[Position];
        (major, info) = (initial >> 5, initial & 0x1F);
        if (info == 31)
            return Refuse(major is >= 2 and <= 5 ? CborReasons.Indefinite : CborReasons.Malformed);
        if (info >= 28)
            return Refuse(CborReasons.Malformed);
        length = info < 24 ? 1 : 1 + (1 << (info - 24));
        if (length > bytes.Length - Position)
            return Refuse(CborReasons.Truncated);
        ReadOnlySpan<byte> rest = Bytes.Slice(Position + 1, length - 1);
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
        _open[_depth++] = new Level { Remaining = items, IsMap = isMap, FirstKey = _keys.Count };
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
            _keys.Add((parent.KeyStart, Position - parent.KeyStart));
        return true;
    }

    /// <summary>Keys are equal exactly when their bytes are, since only one encoding of each is accepted. Sorted keys cost one comparison each.</summary>
    private bool TryCheckKeys(int first)
    {
        for (int i = first + 1; i < _keys.Count; i++)
        {
            if (Compare(_keys[i - 1], _keys[i]) < 0)
                continue;
            _keys.Sort(first, _keys.Count - first, Comparer<(int Start, int Length)>.Create(CompareThenPosition));
            break;
        }
        for (int i = first + 1; i < _keys.Count; i++)
        {
            if (Compare(_keys[i - 1], _keys[i]) != 0)
                continue;
            Position = _keys[i].Start;
            return Refuse(CborReasons.DuplicateKey);
        }
        _keys.RemoveRange(first, _keys.Count - first);
        return true;
    }

    private int Compare((int Start, int Length) a, (int Start, int Length) b) =>
        Bytes.Slice(a.Start, a.Length).SequenceCompareTo(Bytes.Slice(b.Start, b.Length));

    private int CompareThenPosition((int Start, int Length) a, (int Start, int Length) b) =>
        Compare(a, b) is var order and not 0 ? order : a.Start.CompareTo(b.Start);

    private bool Refuse(ReasonCode fault)
    {
        Fault = fault;
        return false;
    }

    /// <summary>An array, map or tag whose items have not all come yet.</summary>
    private struct Level
    {
        public int Remaining;
        public bool IsMap;
        public int FirstKey;
        public int KeyStart;
    }
}
