using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Attestation.Factory.Stations.Serial;

/// <summary>A request: [command, ? arguments], in core deterministic encoding (RFC 8949 section 4.2.1), in one buffer that is overwritten at the end: some
/// carry secrets, and a general writer would leave copies of them in buffers of its own.</summary>
internal sealed class CommandRequest : IDisposable
{
    private const byte Unsigned = 0x00, Negative = 0x20, ByteString = 0x40, TextString = 0x60, Array = 0x80, Map = 0xA0;
    private const int ByteFollows = 24, TwoBytesFollow = 25, FourBytesFollow = 26;

    private readonly byte[] _buffer = new byte[ProtocolSizes.Request];
    private readonly int _mapAt;
    private int _length;
    private int _arguments;

    /// <param name="command">One of <see cref="CommandNumbers"/>.</param>
    public CommandRequest(int command)
    {
        Command = command;
        Head(Array, 1);
        Head(Unsigned, (uint)command);
        _mapAt = _length;
    }

    public int Command { get; }

    public ReadOnlyMemory<byte> Bytes => _buffer.AsMemory(0, _length);

    /// <summary>Keys in ascending order.</summary>
    public CommandRequest Add(int key, ReadOnlySpan<byte> bytes)
    {
        Begin(key);
        Head(ByteString, (uint)bytes.Length);
        return Append(bytes);
    }

    public CommandRequest Add(int key, string text)
    {
        Begin(key);
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        Head(TextString, (uint)utf8.Length);
        return Append(utf8);
    }

    public CommandRequest Add(int key, int number)
    {
        Begin(key);
        Head(number < 0 ? Negative : Unsigned, number < 0 ? (uint)(-1 - number) : (uint)number);
        return this;
    }

    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    private void Begin(int key)
    {
        if (_arguments++ == 0)
        {
            _buffer[0] = Array | 2;
            _length++; // the map's head, of one byte: a request has at most 8 arguments
        }
        _buffer[_mapAt] = (byte)(Map | _arguments);
        Head(Unsigned, (uint)key);
    }

    private void Head(byte type, uint value)
    {
        if (value < ByteFollows)
        {
            _buffer[_length++] = (byte)(type | value);
        }
        else if (value <= byte.MaxValue)
        {
            _buffer[_length++] = (byte)(type | ByteFollows);
            _buffer[_length++] = (byte)value;
        }
        else if (value <= ushort.MaxValue)
        {
            _buffer[_length++] = (byte)(type | TwoBytesFollow);
            BinaryPrimitives.WriteUInt16BigEndian(_buffer.AsSpan(_length), (ushort)value);
            _length += sizeof(ushort);
        }
        else
        {
            _buffer[_length++] = (byte)(type | FourBytesFollow);
            BinaryPrimitives.WriteUInt32BigEndian(_buffer.AsSpan(_length), value);
            _length += sizeof(uint);
        }
    }

    private CommandRequest Append(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        return this;
    }
}
