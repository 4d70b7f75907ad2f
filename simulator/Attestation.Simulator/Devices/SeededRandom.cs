using Attestation.Device.Provisioning;
using Attestation.Factory;

namespace Attestation.Simulator.Devices;

/// <summary>The random generator of a virtual board: it can be drawn again, so that a run can be repeated.</summary>
internal sealed class SeededRandom(EntropySource entropy) : IRandomSource
{
    public bool TryFill(byte[] buffer, int offset, int count)
    {
        entropy(buffer.AsSpan(offset, count));
        return true;
    }
}
