namespace Attestation.Device.Protocol;

/// <summary>Writes frames onto a line without holding one: what is encoded goes out when half of a small buffer is full.</summary>
public sealed class FrameWriter
{
    private const int FullBlock = 0xFF; // a code byte and 254 bytes that are not zero: no zero follows it

    private readonly IByteChannel _channel;
    private readonly byte[] _out = new byte[2 * (FullBlock + 1)];
    private int _used;
    private int _code; // where the code byte of the present block stands
    private uint _crc;
    private bool _isGood;

    /// <param name="channel">Where frames go.</param>
    public FrameWriter(IByteChannel channel) => _channel = channel;

    /// <summary>A frame without offsets: <paramref name="value"/> as its payload, or no payload when it is negative.</summary>
    public bool Write(byte type, int sequence, int value)
    {
        Begin(type, sequence);
        if (value >= 0)
            Append16(value);
        return End();
    }

    /// <summary>A part of a message.</summary>
    /// <param name="type">Of the frame.</param>
    /// <param name="sequence">Of the exchange.</param>
    /// <param name="message">All of it.</param>
    /// <param name="offset">Where the part begins; it is as long as a frame allows.</param>
    public bool WritePart(byte type, int sequence, byte[] message, int offset)
    {
        int length = message.Length - offset;
        if (length > FrameLayout.MaximumPart)
            length = FrameLayout.MaximumPart;
        Begin(type, sequence);
        Append16(offset);
        Append16(message.Length);
        for (int i = 0; i < length; i++)
            Append(message[offset + i]);
        return End();
    }

    private void Begin(byte type, int sequence)
    {
        _out[0] = 0; // ends whatever noise is on the line
        _code = 1;
        _used = 2;
        _isGood = true;
        _crc = Crc32.Start;
        Append(type);
        Append16(sequence);
    }

    private void Append16(int value)
    {
        Append((byte)((uint)value >> 8));
        Append((byte)value);
    }

    private void Append(byte value)
    {
        _crc = Crc32.Add(_crc, value);
        Encode(value);
    }

    private void Encode(byte value)
    {
        if (_used - _code == FullBlock)
            BeginBlock();
        if (value == 0)
            BeginBlock();
        else
            _out[_used++] = value;
    }

    private bool End()
    {
        uint crc = ~_crc;
        Encode((byte)(crc >> 24));
        Encode((byte)(crc >> 16));
        Encode((byte)(crc >> 8));
        Encode((byte)crc);
        _out[_code] = (byte)(_used - _code);
        _out[_used++] = 0;
        _isGood = _isGood && _channel.Write(_out, 0, _used);
        return _isGood;
    }

    private void BeginBlock()
    {
        _out[_code] = (byte)(_used - _code);
        if (_used > FullBlock)
        {
            _isGood = _isGood && _channel.Write(_out, 0, _used);
            _used = 0;
        }
        _code = _used++;
    }
}
