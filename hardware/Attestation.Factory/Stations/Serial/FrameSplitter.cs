namespace Attestation.Factory.Stations.Serial;

/// <summary>Cuts frames out of what comes from a device. Holds at most one frame, whatever comes.</summary>
public sealed class FrameSplitter
{
    private const int Longest = ProtocolSizes.Frame + (ProtocolSizes.Frame / 254) + 1; // stuffed

    private readonly byte[] _pending = new byte[Longest];
    private int _length;
    private bool _isTooLong;

    /// <summary>Takes bytes and hands out what they completed: frames, and null for everything that ends like a frame and is none.</summary>
    public IEnumerable<DeviceFrame?> Push(ReadOnlyMemory<byte> bytes)
    {
        for (int i = 0; i < bytes.Length; i++)
        {
            byte value = bytes.Span[i];
            if (value != 0)
            {
                if (_length == Longest)
                    _isTooLong = true;
                else
                    _pending[_length++] = value;
            }
            else if (_length > 0)
            {
                DeviceFrame? frame = _isTooLong ? null : FrameCodec.Decode(_pending.AsSpan(0, _length));
                (_length, _isTooLong) = (0, false);
                yield return frame;
            }
        }
    }
}
