using Attestation.Dice;

namespace Attestation.Device.Boot;

/// <summary>Where a board keeps its Unique Device Secret. Open Profile for DICE, "UDS Details"; TCG DICE, "Hardware Requirements for a Device
/// Identifier Composition Engine": it can be read once after a reset, and then not until the next.</summary>
public interface IUdsSource
{
    /// <summary>True when hardware keeps the secret from everything but the boot: a locked fuse block, encrypted flash behind a closed debug port,
    /// a TPM whose bus nobody reaches. A board with any other source is never in mode Normal.</summary>
    bool IsProtected { get; }

    /// <summary>The UDS, when the latch is open. The caller wipes what he gets.</summary>
    /// <param name="operations">For sources that derive it.</param>
    /// <param name="uds">32 bytes, or null.</param>
    /// <returns>False when the latch is closed, the source is not programmed, or its hardware fails.</returns>
    bool TryRead(IDiceOperations operations, out byte[] uds);

    /// <summary>Closes the latch until the next reset; called on every way out of the boot, whether the UDS was read or not.</summary>
    void Latch();
}
