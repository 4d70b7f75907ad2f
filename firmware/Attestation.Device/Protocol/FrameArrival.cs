namespace Attestation.Device.Protocol;

/// <summary>What a byte of the line completed.</summary>
public enum FrameArrival
{
    /// <summary>Nothing yet.</summary>
    Pending,

    /// <summary>A frame whose checksum is right.</summary>
    Whole,

    /// <summary>Something that ends like a frame and is none: noise, a cut or damaged frame, one that is too long.</summary>
    Damaged,
}
