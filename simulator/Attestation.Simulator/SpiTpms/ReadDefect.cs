namespace Attestation.Simulator.SpiTpms;

/// <summary>How the reading of a response goes wrong on the bus.</summary>
public enum ReadDefect
{
    None,

    /// <summary>The first burst reads as ones.</summary>
    FirstBurstLost,

    /// <summary>One bit of the size is another.</summary>
    SizeGarbled,

    /// <summary>A byte was skipped: the data end one too early.</summary>
    ByteSkipped,

    /// <summary>A byte came twice: one is left at the end.</summary>
    ByteRepeated,
}
