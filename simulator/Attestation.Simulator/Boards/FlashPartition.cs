namespace Attestation.Simulator.Boards;

/// <summary>One slot of the board's flash: an image file's bytes, the signed manifest of its release, and the one configuration switch that boards have.</summary>
public sealed class FlashPartition(byte[] image, byte[] manifest)
{
    public byte[] Image { get; set; } = image;

    /// <summary>COSE_Sign1, docs/formats/release-manifest.cddl.</summary>
    public byte[] Manifest { get; set; } = manifest;

    /// <summary>Configuration of the component: its keys change at a factory reset. Released firmware runs with false.</summary>
    public bool Resettable { get; set; }
}
