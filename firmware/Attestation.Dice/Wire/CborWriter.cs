using System;
using System.Text;

namespace Attestation.Dice.Wire;

/// <summary>Appends CBOR items in their shortest form (RFC 8949 section 4.2.1). Order of map keys is the caller's business.</summary>
public sealed class CborWriter
{
    private const byte UnsignedInteger = 0x00;
    private const byte NegativeInteger = 0x20;
    private const byte ByteString = 0x40;
    private const byte TextString = 0x60;
    private const byte ArrayType = 0x80;
    private const byte MapType = 0xA0;
    private const byte TagType = 0xC0;
    private const byte SimpleNull = 0xF6;

    private byte[] _buffer;
    private int _length;

    /// <param name="capacity">Bytes expected; the buffer grows when there are more.</param>
    public CborWriter(int capacity) => _buffer = new byte[capacity];

    public CborWriter Unsigned(ulong value) => Head(UnsignedInteger, value);

    public CborWriter Integer(int value) =>
        value >= 0 ? Head(UnsignedInteger, (uint)value) : Head(NegativeInteger, (uint)~value);

    public CborWriter Bytes(byte[] value) => Bytes(value, 0, value.Length);

    public CborWriter Bytes(byte[] value, int offset, int length) => Head(ByteString, (uint)length).Raw(value, offset, length);

    public CborWriter Text(string value)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(value);
        return Head(TextString, (uint)utf8.Length).Raw(utf8);
    }

    /// <summary>An array of <paramref name="count"/> items, which the caller appends next.</summary>
    public CborWriter Array(int count) => Head(ArrayType, (uint)count);

    /// <summary>A map of <paramref name="count"/> pairs, which the caller appends next.</summary>
    public CborWriter Map(int count) => Head(MapType, (uint)count);

    public CborWriter Tag(uint number) => Head(TagType, number);

    public CborWriter Null() => Byte(SimpleNull);

    /// <summary>Appends an item that is encoded already.</summary>
    public CborWriter Raw(byte[] item) => Raw(item, 0, item.Length);

    /// <summary>What was written, in an array of its own.</summary>
    public byte[] ToArray()
    {
        byte[] result = new byte[_length];
        System.Array.Copy(_buffer, 0, result, 0, _length);
        return result;
    }

    /// <summary>Overwrites the buffer: for the one map that carries secrets.</summary>
    public void Wipe(IDiceOperations operations)
    {
        operations.Wipe(_buffer);
        _length = 0;
    }

    private CborWriter Raw(byte[] item, int offset, int length)
    {
        Reserve(length);
        System.Array.Copy(item, offset, _buffer, _length, length);
        _length += length;
        return this;
    }

    private CborWriter Head(byte major, ulong argument)
    {
        if (argument < 24)
            return Byte((byte)(major | (uint)argument));
        int size = argument <= 0xFF ? 1 : argument <= 0xFFFF ? 2 : argument <= 0xFFFFFFFF ? 4 : 8;
        Byte((byte)(major | (size == 1 ? 24 : size == 2 ? 25 : size == 4 ? 26 : 27)));
        for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
            Byte((byte)(argument >> shift));
        return this;
    }

    private CborWriter Byte(byte value)
    {
        Reserve(1);
        _buffer[_length++] = value;
        return this;
    }

    private void Reserve(int more)
    {
        if (_length + more <= _buffer.Length)
            return;
        byte[] larger = new byte[(2 * _buffer.Length) + more];
        System.Array.Copy(_buffer, 0, larger, 0, _length);
        System.Array.Clear(_buffer, 0, _length); // what was written may be secret
        _buffer = larger;
    }
}
