using Attestation.Device.Boot;
using Attestation.Dice;

namespace Attestation.Device.Provisioning;

/// <summary>A UDS source that the factory can fill once. Open Profile for DICE, "Provisioning Schemes".</summary>
/// <remarks>While the device has no identity nothing latches it, and a station may ask for several probes. A source whose hardware gives the secret out
/// only once a reset says so with false.</remarks>
public interface IUdsStore : IUdsSource
{
    /// <summary>What the factory writes is one half of the secret; the other is made here and never leaves (schemes 2 and 3). Else it is the
    /// UDS itself (scheme 1).</summary>
    bool MixesEntropy { get; }

    /// <summary>A whole secret is there; one that a loss of power cut off is not.</summary>
    bool IsProgrammed { get; }

    /// <summary>Writes the secret, durably before it returns. The same bytes again change nothing and succeed.</summary>
    /// <param name="operations">Wipes.</param>
    /// <param name="secret">32 bytes: the UDS, or the external entropy; the caller wipes them.</param>
    /// <returns><see cref="DeviceRefusal.SecretWritten"/>, <see cref="DeviceRefusal.SecretNotKept"/>, <see cref="DeviceRefusal.RandomFailed"/>,
    /// or a number of the board's (90-99).</returns>
    DeviceRefusal TryProgram(IDiceOperations operations, byte[] secret);

    /// <summary>Destroys the secret where the hardware lets it; asked for when the device is decommissioned, and at every start after that.</summary>
    /// <returns>False when something of it may be left.</returns>
    bool TryErase();
}
