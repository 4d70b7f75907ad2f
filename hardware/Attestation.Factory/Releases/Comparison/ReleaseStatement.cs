using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>What a release says, read back from its folder or from its CoRIM alone.</summary>
public sealed record ReleaseStatement
{
    private const long LargestCorim = 16L << 20;

    /// <summary>Where it was read, as the caller named it.</summary>
    public required string Source { get; init; }

    /// <summary>What verifiers learn.</summary>
    public required CorimLayers Corim { get; init; }

    /// <summary>Who signed it.</summary>
    public required VerificationKey CorimKey { get; init; }

    /// <summary>What boards learn; null of a CoRIM alone.</summary>
    public BoardStatement? Board { get; init; }

    public IReadOnlyList<ReleasedLayer> Layers => Corim.Layers;

    /// <summary>Of the layers that an update brings.</summary>
    public string Version => Board?.Manifest.Version ?? Layers[^1].Version;

    /// <param name="path">A folder that <see cref="ReleaseFolder"/> wrote, or a signed CoRIM.</param>
    /// <param name="corimKey">Whose signature counts; null: that of the key in the folder.</param>
    /// <exception cref="FactoryException"><c>factory.release-unreadable</c>, <c>factory.release-checksum</c>, <c>factory.release-signature</c>,
    /// <c>factory.release-key-missing</c>.</exception>
    public static ReleaseStatement Read(string path, VerificationKey? corimKey)
    {
        if (Directory.Exists(path))
            return WrittenRelease.Open(path).Statement(corimKey);
        VerificationKey key = corimKey ?? throw new FactoryException(ReleaseReasons.ReleaseKeyMissing, path);
        return new ReleaseStatement { Source = path, Corim = CorimLayers.Read(path, ReadFile(path), key), CorimKey = key };
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LargestCorim ? File.ReadAllBytes(path) : throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{path}: larger than {LargestCorim} bytes");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{path}: {e.Message}", e);
        }
    }
}

/// <summary>What a release says to boards and to the line.</summary>
/// <param name="Manifest">Verified with <paramref name="FirmwareKey"/>.</param>
/// <param name="FirmwareKey">The key in the folder.</param>
/// <param name="Flash">In order of offset.</param>
public sealed record BoardStatement(UpdateManifest Manifest, VerificationKey FirmwareKey, IReadOnlyList<FlashPiece> Flash);

/// <summary>A file of the flash bundle.</summary>
/// <param name="File">In the release folder.</param>
/// <param name="Offset">From the beginning of the flash.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record FlashPiece(string File, long Offset, long Size, string Sha256);
