namespace Attestation.Factory.Boards;

/// <summary>How layer 0, the resident boot application with the interpreter below it, is measured.</summary>
/// <param name="Measurement">What is hashed.</param>
/// <param name="Covers">Which bytes, or which header.</param>
/// <param name="VerifiedBy">Id of the lock that makes the bootloader check what it states; null for <see cref="LayerZeroMeasurement.Stream"/>.</param>
public sealed record LayerZero(LayerZeroMeasurement Measurement, string Covers, string? VerifiedBy)
{
    internal static LayerZero Read(BoardNode node)
    {
        var layer = new LayerZero(node.Choice<LayerZeroMeasurement>("measurement"), node.Text("covers"), node.OptionalText("verified-by"));
        node.Done();
        return layer;
    }
}

public enum LayerZeroMeasurement
{
    /// <summary>SHA-512 over the resident image's bytes.</summary>
    Stream,

    /// <summary>SHA-512 over the 32 bytes SHA-256 that the bootloader's image header states.</summary>
    BootloaderDigest,
}
