using System;

namespace Attestation.Device.Protocol;

/// <summary>Cuts frames out of the bytes of a line, one byte at a time and in one buffer: COBS is undone as it comes in. Whatever comes, it holds no more
/// than one frame and is whole again after the next zero byte.</summary>
public sealed class FrameReader
{
    private readonly byte[] _buffer = new byte[FrameLayout.MaximumSize];
    private int _length;
    private int _blockLeft;  // bytes until the next code byte
    private bool _zeroDue;   // the block that ends stands for a zero, unless it was the last
    private bool _hasStarted;
    private bool _isTooLong;
    private bool _isWhole;

    /// <summary>Of a whole frame, valid until the next <see cref="Push"/>.</summary>
    public byte Type => _buffer[0];

    public int Sequence => FrameLayout.Read16(_buffer, 1);

    /// <summary>Where the payload stands: <see cref="PayloadLength"/> bytes from <see cref="FrameLayout.HeadSize"/>.</summary>
    public byte[] Buffer => _buffer;

    public int PayloadLength => _length - FrameLayout.HeadSize - FrameLayout.CrcSize;

    /// <summary>Takes the next byte of the line.</summary>
    public FrameArrival Push(byte value)
    {
        if (_isWhole)
            Reset();
        if (value == 0)
            return Finish();
        if (!_hasStarted || _blockLeft == 0)
        {
            if (_zeroDue)
                Append(0);
            _hasStarted = true;
            _blockLeft = value - 1;
            _zeroDue = value != 0xFF;
        }
        else
        {
            Append(value);
            _blockLeft--;
        }
        return FrameArrival.Pending;
    }

    /// <summary>Forgets what came, and overwrites it: requests carry secrets.</summary>
    public void Wipe()
    {
        Array.Clear(_buffer, 0, _buffer.Length);
        Reset();
    }

    private FrameArrival Finish()
    {
        if (!_hasStarted)
            return FrameArrival.Pending; // an empty frame: zeros between frames are free
        _isWhole = true;
        return _blockLeft == 0 && !_isTooLong && HasGoodSum() ? FrameArrival.Whole : FrameArrival.Damaged;
    }

    private bool HasGoodSum()
    {
        int end = _length - FrameLayout.CrcSize;
        if (end < FrameLayout.HeadSize)
            return false;
        uint sum = Crc32.Of(_buffer, 0, end);
        return _buffer[end] == (byte)(sum >> 24) && _buffer[end + 1] == (byte)(sum >> 16)
            && _buffer[end + 2] == (byte)(sum >> 8) && _buffer[end + 3] == (byte)sum;
    }

    private void Append(byte value)
    {
        if (_length == _buffer.Length)
            _isTooLong = true;
        else
            _buffer[_length++] = value;
    }

    private void Reset()
    {
        _length = 0;
        _blockLeft = 0;
        _zeroDue = false;
        _hasStarted = false;
        _isTooLong = false;
        _isWhole = false;
    }
}
