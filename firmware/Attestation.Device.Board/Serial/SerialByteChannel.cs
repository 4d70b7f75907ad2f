using System;
using System.IO.Ports;
using Attestation.Device.Protocol;

namespace Attestation.Device.Board.Serial;

/// <summary>A UART, or the serial port that a board shows on USB. 8 data bits, no parity, one stop bit, no handshake: the protocol above finds what is lost.</summary>
public sealed class SerialByteChannel : IByteChannel, IDisposable
{
    private const int BufferSize = 2048; // a whole frame waits here while the board signs

    private readonly SerialPort _port;
    private bool _isGone;

    /// <summary>Opens the port; throws what SerialPort throws when the board has no such port.</summary>
    /// <param name="name">COM1, COM2..: the board's README says which pins that is.</param>
    /// <param name="baudRate">Such as 115200.</param>
    public SerialByteChannel(string name, int baudRate)
    {
        _port = new SerialPort(name, baudRate, Parity.None, 8, StopBits.One) { ReadBufferSize = BufferSize, WriteTimeout = 5000 };
        try
        {
            _port.Open();
        }
        catch (Exception)
        {
            _port.Dispose(); // or its pins stay taken
            throw;
        }
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        if (_isGone)
            return -1;
        try
        {
            int waiting = _port.BytesToRead;
            if (waiting > 0)
                return _port.Read(buffer, offset, waiting < count ? waiting : count);
            _port.ReadTimeout = timeoutMilliseconds;
            return _port.Read(buffer, offset, 1); // native Read waits for all that it is asked for: one byte, the others with the next call
        }
        catch (TimeoutException)
        {
            return 0;
        }
        catch (Exception)
        {
            _isGone = true;
            return -1;
        }
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        try
        {
            if (!_isGone)
                _port.Write(buffer, offset, count);
        }
        catch (Exception)
        {
            _isGone = true;
        }

        return !_isGone;
    }

    public void Dispose() => _port.Dispose();
}
