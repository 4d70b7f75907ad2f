using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>The resident image: interpreter and boot application, which no update replaces.</summary>
/// <param name="Images">Its parts as they lie in flash, in the order in which the board measures them.</param>
/// <param name="Name">Component name of layer 0, built into the boot application.</param>
/// <param name="Version">Likewise.</param>
/// <param name="Svn">Likewise.</param>
public sealed record ResidentOrder(IReadOnlyList<FlashOrder> Images, string Name, string Version, ulong Svn)
{
    /// <summary>The SHA-256 that the board's bootloader states of the image; null for boards that read the image itself.</summary>
    public byte[]? BootloaderDigest { get; init; }

    /// <summary>64 bytes: SHA-512 of the parts one after another, or of the SHA-256 that the bootloader states.</summary>
    /// <summary>64 bytes: SHA-512 of the SHA-256 that the bootloader states, where it was given; else of the parts one after another.</summary>
    /// <exception cref="FactoryException"><c>factory.resident-image</c></exception>
    public byte[] CodeHash()
    {
        if (BootloaderDigest is { } stated)
            return stated.Length == SHA256.HashSizeInBytes ? SHA512.HashData(stated) : throw new FactoryException(ReleaseReasons.ResidentImage, $"The digest has {stated.Length} bytes.");
        if (Images.Count == 0)
            throw new FactoryException(ReleaseReasons.ResidentImage, "There is neither an image nor a digest.");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        foreach (FlashOrder part in Images)
            hash.AppendData(part.Image.Content);
        return hash.GetHashAndReset();
    }
}
