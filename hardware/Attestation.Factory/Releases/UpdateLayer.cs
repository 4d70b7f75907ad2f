using System.Security.Cryptography;

namespace Attestation.Factory.Releases;

/// <summary>A set of files that one DICE layer consists of. docs/formats/update-manifest.cddl, layer.</summary>
/// <param name="Name">Component name in the layer's configuration descriptor.</param>
/// <param name="Files">In the order in which they are measured.</param>
public sealed record UpdateLayer(string Name, IReadOnlyList<UpdateFile> Files)
{
    private static ReadOnlySpan<byte> SetLabel => "attestation file set\0"u8;

    /// <summary>DICE code hash, 64 bytes: of one file its SHA-512; of several SHA-512("attestation file set" ‖ 00 ‖ their SHA-512 in order).</summary>
    public byte[] CodeHash()
    {
        if (Files.Count == 1)
            return Files[0].Sha512.ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(SetLabel);
        foreach (UpdateFile file in Files)
            hash.AppendData(file.Sha512.Span);
        return hash.GetHashAndReset();
    }
}
