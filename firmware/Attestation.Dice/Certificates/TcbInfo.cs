namespace Attestation.Dice.Certificates;

/// <summary>DiceTcbInfo of the TCG DICE Attestation Architecture v1.1, section 6.1.1, as a layer may add it to an X.509 CDI
/// certificate. Everything is optional.</summary>
public sealed class TcbInfo
{
    /// <summary>The value of <see cref="SecurityVersion"/>, <see cref="Layer"/> and <see cref="Index"/> that leaves them out.</summary>
    public const int Absent = -1;

    public string Vendor { get; set; }

    public string Model { get; set; }

    public string Version { get; set; }

    /// <summary>svn: at least 0, or <see cref="Absent"/>.</summary>
    public int SecurityVersion { get; set; } = Absent;

    /// <summary>The number of the layer, at least 0, or <see cref="Absent"/>.</summary>
    public int Layer { get; set; } = Absent;

    /// <summary>Which of several equal components, at least 0, or <see cref="Absent"/>.</summary>
    public int Index { get; set; } = Absent;

    /// <summary>Digests of the firmware.</summary>
    public FirmwareId[] FirmwareIds { get; set; }

    /// <summary>True when <see cref="Flags"/> is to be written (all bits 0 is a statement too).</summary>
    public bool HasFlags { get; set; }

    /// <summary>The operational state.</summary>
    public TcbFlags Flags { get; set; }

    /// <summary>True when <see cref="FlagsMask"/> is to be written, as [10] (the dialect of v1.1).</summary>
    public bool HasFlagsMask { get; set; }

    /// <summary>Which bits of <see cref="Flags"/> say something.</summary>
    public TcbFlags FlagsMask { get; set; }

    public byte[] VendorInfo { get; set; }

    public byte[] Type { get; set; }
}
