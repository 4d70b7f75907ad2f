namespace Attestation.Factory.Releases;

/// <summary>One <c>.pe</c> of a layer. docs/formats/update-manifest.cddl, file.</summary>
/// <param name="Name">As on the board; see <see cref="UpdateLimits.IsFileName"/>.</param>
/// <param name="Size">Bytes, at most <see cref="UpdateLimits.LargestFile"/>.</param>
/// <param name="Digest">Of the whole file, 64 bytes, as the manifest's <see cref="FileMeasurement"/> says.</param>
public sealed record UpdateFile(string Name, uint Size, ReadOnlyMemory<byte> Digest)
{
    public static UpdateFile Of(FirmwareImage image, FileMeasurement measurement = FileMeasurement.Sha512) =>
        new(image.Name, (uint)image.Content.Length, measurement.Measure(image.Content));
}
