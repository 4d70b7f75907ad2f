using System;
using Attestation.Device.Protocol;

namespace Attestation.Device.SelfTest.Firmware;

/// <summary>A line in memory: what is to come was written before, what the device sends is kept. It is gone when everything was read.</summary>
internal sealed class ByteLine : IByteChannel
{
    private readonly byte[] _sent = new byte[8192];
    private byte[] _coming = new byte[0];
    private int _read;
    private int _count;

    /// <summary>What was sent so far.</summary>
    internal byte[] Sent
    {
        get
        {
            byte[] sent = new byte[_count];
            Array.Copy(_sent, 0, sent, 0, _count);
            return sent;
        }
    }

    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds)
    {
        int left = _coming.Length - _read;
        if (left == 0)
            return -1;
        int taken = left < count ? left : count;
        Array.Copy(_coming, _read, buffer, offset, taken);
        _read += taken;
        return taken;
    }

    public bool Write(byte[] buffer, int offset, int count)
    {
        if (count > _sent.Length - _count)
            return false;
        Array.Copy(buffer, offset, _sent, _count, count);
        _count += count;
        return true;
    }

    /// <summary>Takes what was sent for what is to come: the other end's view.</summary>
    internal void Turn()
    {
        _coming = Sent;
        _read = 0;
        _count = 0;
    }
}
