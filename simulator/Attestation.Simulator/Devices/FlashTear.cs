namespace Attestation.Simulator.Devices;

/// <summary>What a loss of power leaves of the page that was being programmed, or of the block that was being erased.</summary>
public enum FlashTear
{
    /// <summary>Nothing was changed.</summary>
    Nothing,

    /// <summary>The first half is done.</summary>
    Half,

    /// <summary>Some of the bits that had to change have changed.</summary>
    SomeBits,

    /// <summary>All is done, and nobody was told.</summary>
    Whole,
}
