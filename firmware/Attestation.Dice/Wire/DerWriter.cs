using System;

namespace Attestation.Dice.Wire;

/// <summary>Writes DER (X.690) from the last byte to the first, so that every length is known when its header is written: no second
/// pass, no nested buffers.
/// Call it in reverse order: what stands last in the encoding is written first.</summary>
internal sealed class DerWriter
{
    public const byte Integer = 0x02;
    public const byte BitString = 0x03;
    public const byte OctetString = 0x04;
    public const byte ObjectIdentifier = 0x06;
    public const byte Enumerated = 0x0A;
    public const byte Utf8String = 0x0C;
    public const byte Sequence = 0x30;
    public const byte ContextPrimitive = 0x80;
    public const byte ContextConstructed = 0xA0;

    private byte[] _buffer;
    private int _start;

    public DerWriter(int capacity)
    {
        _buffer = new byte[capacity];
        _start = capacity;
    }

    /// <summary>Bytes written so far. A value of it, kept, marks where an element ends.</summary>
    public int Length => _buffer.Length - _start;

    public DerWriter Raw(byte[] bytes)
    {
        Reserve(bytes.Length);
        _start -= bytes.Length;
        Array.Copy(bytes, 0, _buffer, _start, bytes.Length);
        return this;
    }

    public DerWriter Byte(byte value)
    {
        Reserve(1);
        _buffer[--_start] = value;
        return this;
    }

    /// <summary>Puts tag and length before everything written since <paramref name="mark"/>.</summary>
    public DerWriter Close(byte tag, int mark)
    {
        uint length = (uint)(Length - mark);
        if (length < 0x80)
            return Byte((byte)length).Byte(tag);
        byte count = 0;
        for (; length != 0; length >>= 8, count++)
            Byte((byte)length);
        return Byte((byte)(0x80 | count)).Byte(tag);
    }

    /// <summary>One whole element with primitive content.</summary>
    public DerWriter Element(byte tag, byte[] content)
    {
        int mark = Length;
        return Raw(content).Close(tag, mark);
    }

    /// <summary>INTEGER from big-endian unsigned bytes: leading zeros go, one comes back where the top bit is set (X.690 section
    /// 8.3).</summary>
    public DerWriter UnsignedInteger(byte tag, byte[] bigEndian, int offset, int length)
    {
        int mark = Length;
        int first = offset;
        int end = offset + length;
        while (first < end - 1 && bigEndian[first] == 0)
            first++;
        for (int i = end - 1; i >= first; i--)
            Byte(bigEndian[i]);
        if ((bigEndian[first] & 0x80) != 0)
            Byte(0);
        return Close(tag, mark);
    }

    public byte[] ToArray()
    {
        byte[] result = new byte[Length];
        Array.Copy(_buffer, _start, result, 0, result.Length);
        return result;
    }

    private void Reserve(int more)
    {
        if (more <= _start)
            return;
        int used = Length;
        byte[] larger = new byte[(2 * _buffer.Length) + more];
        Array.Copy(_buffer, _start, larger, larger.Length - used, used);
        _buffer = larger;
        _start = larger.Length - used;
    }
}
