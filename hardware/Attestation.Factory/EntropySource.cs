using System.Security.Cryptography;

namespace Attestation.Factory;

/// <summary>Fills a buffer with secret random bytes. A production line uses <see cref="Entropy.OfSystem"/>; the simulator a seeded stream, so that a whole factory can be made again.</summary>
public delegate void EntropySource(Span<byte> destination);

/// <summary>Where a factory's random bytes come from.</summary>
public static class Entropy
{
    /// <summary>The operating system's generator.</summary>
    public static readonly EntropySource OfSystem = RandomNumberGenerator.Fill;

    /// <summary><paramref name="count"/> bytes; the caller wipes them.</summary>
    public static byte[] Take(this EntropySource source, int count)
    {
        byte[] bytes = new byte[count];
        source(bytes);
        return bytes;
    }
}
