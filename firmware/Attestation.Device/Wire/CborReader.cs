using System;
using System.Text;

namespace Attestation.Device.Wire;

/// <summary>Reads CBOR in its one deterministic form (RFC 8949 section 4.2.1): definite lengths, shortest heads, map keys that ascend, so none
/// stands twice. No method throws; one that returns false read nothing and left the reader where it was.</summary>
/// <remarks>Every count and length is checked against the bytes that are there before anything is allocated. Whoever has read the last item
/// asks <see cref="IsAtEnd"/>: a byte too many is as wrong as one too few.</remarks>
public sealed class CborReader
{
    /// <summary>How deep an item read whole may be nested.</summary>
    public const int MaximumDepth = 8;

    private const uint UnsignedInteger = 0;
    private const uint NegativeInteger = 1;
    private const uint ByteString = 2;
    private const uint TextString = 3;
    private const uint ArrayType = 4;
    private const uint MapType = 5;
    private const uint TagType = 6;
    private const byte False = 0xF4;
    private const byte Null = 0xF6;

    private readonly byte[] _data;
    private readonly int _end;
    private int _position;

    /// <summary>Over <paramref name="count"/> bytes of an array, which is neither copied nor changed.</summary>
    public CborReader(byte[] data, int offset, int count)
    {
        _data = data;
        _position = offset;
        _end = offset + count;
    }

    /// <summary>Index in the array of the next byte to read.</summary>
    public int Position => _position;

    /// <summary>True when no byte is left.</summary>
    public bool IsAtEnd => _position == _end;

    public bool TryReadUnsigned(out ulong value) => TryReadHead(UnsignedInteger, out value);

    /// <summary>An unsigned integer up to <paramref name="highest"/>.</summary>
    public bool TryReadInteger(int highest, out int value) => TryReadSmall(UnsignedInteger, highest, out value);

    /// <summary>An integer of either sign from -24 to 23: labels and algorithms.</summary>
    public bool TryReadLabel(out int value)
    {
        if (TryReadSmall(UnsignedInteger, 23, out value))
            return true;
        if (!TryReadSmall(NegativeInteger, 23, out value))
            return false;
        value = -1 - value;
        return true;
    }

    /// <summary>Where a byte string of up to <paramref name="longest"/> bytes lies in the array.</summary>
    public bool TryReadBytes(int longest, out int offset, out int length) => TryReadString(ByteString, longest, out offset, out length);

    /// <summary>A copy of a byte string of up to <paramref name="longest"/> bytes; null after a failure.</summary>
    public bool TryReadBytes(int longest, out byte[] value)
    {
        value = null;
        if (!TryReadBytes(longest, out int offset, out int length))
            return false;
        value = new byte[length];
        Array.Copy(_data, offset, value, 0, length);
        return true;
    }

    /// <summary>A text of up to <paramref name="longest"/> bytes of UTF-8; null after a failure.</summary>
    public bool TryReadText(int longest, out string value)
    {
        value = null;
        int start = _position;
        if (!TryReadString(TextString, longest, out int offset, out int length))
            return false;
        if (!Utf8.IsValid(_data, offset, length))
        {
            _position = start;
            return false;
        }

        value = length == 0 ? "" : Encoding.UTF8.GetString(_data, offset, length);
        return true;
    }

    /// <summary>The head of an array of up to <paramref name="most"/> items, which the caller reads next.</summary>
    public bool TryReadArray(int most, out int count) => TryReadSmall(ArrayType, most, out count);

    /// <summary>The head of a map of up to <paramref name="most"/> pairs, which the caller reads next.</summary>
    public bool TryReadMap(int most, out int count) => TryReadSmall(MapType, most, out count);

    /// <summary>A map's next key, an unsigned integer above the one before.</summary>
    /// <param name="key">The key before; -1 at the beginning of a map. Not changed by a failure.</param>
    public bool TryReadKey(ref int key)
    {
        int start = _position;
        if (!TryReadInteger(int.MaxValue, out int next))
            return false;
        if (next <= key)
        {
            _position = start;
            return false;
        }

        key = next;
        return true;
    }

    /// <summary>This very tag.</summary>
    public bool TryReadTag(int number)
    {
        int start = _position;
        if (TryReadSmall(TagType, int.MaxValue, out int tag) && tag == number)
            return true;
        _position = start;
        return false;
    }

    /// <summary>Where the next item, whatever it is, lies in the array: read whole, by the rules of this reader. Tags and floating point
    /// numbers are in no format of a board's.</summary>
    public bool TryReadItem(out int offset, out int length)
    {
        offset = _position;
        bool good = TrySkip(MaximumDepth);
        length = _position - offset;
        if (!good)
        {
            _position = offset;
            length = 0;
        }

        return good;
    }

    private bool TrySkip(int depth)
    {
        if (_position >= _end || depth == 0)
            return false;
        uint initial = _data[_position];
        switch (initial >> 5)
        {
            case UnsignedInteger:
            case NegativeInteger:
                return TryReadHead(initial >> 5, out ulong _);
            case ByteString:
                return TryReadBytes(int.MaxValue, out int _, out int _);
            case TextString:
                return TryReadString(TextString, int.MaxValue, out int offset, out int length) && Utf8.IsValid(_data, offset, length);
            case ArrayType:
                return TrySkipArray(depth);
            case MapType:
                return TrySkipMap(depth);
            default:
                _position++;
                return initial >= False && initial <= Null;
        }
    }

    private bool TrySkipArray(int depth)
    {
        if (!TryReadArray(int.MaxValue, out int count))
            return false;
        for (; count > 0; count--)
        {
            if (!TrySkip(depth - 1))
                return false;
        }

        return true;
    }

    private bool TrySkipMap(int depth)
    {
        if (!TryReadMap(int.MaxValue, out int count))
            return false;
        int before = -1;
        int beforeEnd = 0;
        for (; count > 0; count--)
        {
            int key = _position;
            if (!TrySkip(depth - 1) || (before >= 0 && !IsGreater(key, _position, before, beforeEnd)))
                return false;
            before = key;
            beforeEnd = _position;
            if (!TrySkip(depth - 1))
                return false;
        }

        return true;
    }

    /// <summary>Bytewise lexicographic order of two encoded keys. Neither can be the beginning of the other.</summary>
    private bool IsGreater(int key, int keyEnd, int other, int otherEnd)
    {
        for (; key < keyEnd && other < otherEnd; key++, other++)
        {
            if (_data[key] != _data[other])
                return _data[key] > _data[other];
        }

        return false;
    }

    private bool TryReadString(uint major, int longest, out int offset, out int length)
    {
        int start = _position;
        offset = 0;
        if (!TryReadSmall(major, longest, out length))
            return false;
        if (length > _end - _position)
        {
            _position = start;
            length = 0;
            return false;
        }

        offset = _position;
        _position += length;
        return true;
    }

    private bool TryReadSmall(uint major, int highest, out int value)
    {
        int start = _position;
        value = 0;
        if (!TryReadHead(major, out ulong argument))
            return false;
        ulong limit = (uint)highest;
        if (argument > limit)
        {
            _position = start;
            return false;
        }

        value = (int)argument;
        return true;
    }

    /// <summary>Initial byte: major type in 3 bits, then 0-23: the argument; 24-27: 1, 2, 4, 8 bytes of it follow; 28-31: refused.</summary>
    private bool TryReadHead(uint major, out ulong argument)
    {
        argument = 0;
        if (_position >= _end)
            return false;
        uint initial = _data[_position];
        uint information = initial & 0x1F;
        if (initial >> 5 != major || information > 27)
            return false;
        if (information < 24)
        {
            argument = information;
            _position++;
            return true;
        }

        int size = 1 << (int)(information - 24);
        if (size >= _end - _position)
            return false;
        ulong value = 0;
        for (int i = 1; i <= size; i++)
            value = (value << 8) | _data[_position + i];
        ulong lowest = information == 24 ? 24UL : information == 25 ? 0x100UL : information == 26 ? 0x10000UL : 0x100000000UL;
        if (value < lowest)
            return false;
        argument = value;
        _position += size + 1;
        return true;
    }
}
