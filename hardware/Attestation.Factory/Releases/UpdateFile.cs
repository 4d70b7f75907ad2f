using System.Security.Cryptography;

namespace Attestation.Factory.Releases;

/// <summary>One <c>.pe</c> of a layer. docs/formats/update-manifest.cddl, file.</summary>
/// <param name="Name">As on the board; see <see cref="UpdateLimits.IsFileName"/>.</param>
/// <param name="Size">Bytes, at most <see cref="UpdateLimits.LargestFile"/>.</param>
/// <param name="Sha512">Of the whole file, 64 bytes.</param>
public sealed record UpdateFile(string Name, uint Size, ReadOnlyMemory<byte> Sha512)
{
    public static UpdateFile Of(FirmwareImage image) => new(image.Name, (uint)image.Content.Length, SHA512.HashData(image.Content));
}
