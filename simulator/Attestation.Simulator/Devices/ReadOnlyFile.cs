using Attestation.Device.Storage;

namespace Attestation.Simulator.Devices;

/// <summary>A partition that no firmware writes, read as one file.</summary>
internal sealed class ReadOnlyFile(string name, byte[] content) : IDeviceStorage
{
    public int Size(string asked) => asked == name ? content.Length : -1;

    public bool TryRead(string asked, int position, byte[] buffer, int offset, int count)
    {
        if (asked != name || position < 0 || position > content.Length - count)
            return false;
        content.AsSpan(position, count).CopyTo(buffer.AsSpan(offset));
        return true;
    }

    public bool TryWrite(string asked, int position, byte[] buffer, int offset, int count) => false;

    public bool TryDelete(string asked) => false;
}
