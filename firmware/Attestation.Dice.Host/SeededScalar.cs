using System.Security.Cryptography;

namespace Attestation.Dice.Host;

/// <summary>P-256 scalars from a seed by HMAC_DRBG over the base library's HMAC: private keys (Open Profile for DICE, "ECDSA") and
/// nonces (RFC 6979 section 3.2).</summary>
internal static class SeededScalar
{
    /// <summary>One candidate in 2^32 is refused, so a second try is rare and this many mean that something is broken.</summary>
    private const int MaximumTries = 8;

    private const int LargestTag = SHA512.HashSizeInBytes;
    private const int LargestSeed = 2 * NativeP256.Size;

    private static readonly byte[] Order = Convert.FromHexString("FFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551");

    private delegate int Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag);

    /// <summary>The private key of a 32-byte seed.</summary>
    public static bool PrivateKey(NativeP256 curve, ReadOnlySpan<byte> seed, byte[] privateKey) =>
        Draw(HMACSHA512.HashData, SHA512.HashSizeInBytes, curve, seed, privateKey);

    /// <summary>The nonce for a SHA-256 digest, seeded with int2octets(d) ‖ bits2octets(digest). The digest is as long as the order,
    /// so bits2octets is one conditional subtraction; the digest is public.</summary>
    public static bool Nonce(NativeP256 curve, byte[] privateKey, byte[] digest, byte[] nonce)
    {
        Span<byte> seed = stackalloc byte[LargestSeed];
        privateKey.CopyTo(seed);
        digest.CopyTo(seed[NativeP256.Size..]);
        if (digest.AsSpan().SequenceCompareTo(Order) >= 0)
            Subtract(seed[NativeP256.Size..], Order);
        bool done = Draw(HMACSHA256.HashData, SHA256.HashSizeInBytes, curve, seed, nonce);
        CryptographicOperations.ZeroMemory(seed);
        return done;
    }

    /// <summary>Steps b to h: K = 00.., V = 01.., two updates with the seed, then candidates until one is a scalar.</summary>
    private static bool Draw(Mac mac, int tagSize, NativeP256 curve, ReadOnlySpan<byte> seed, byte[] scalar)
    {
        Span<byte> state = stackalloc byte[LargestTag + LargestTag + 1 + LargestSeed];
        state.Clear();
        Span<byte> key = state[..tagSize];
        Span<byte> message = state.Slice(LargestTag, tagSize + 1 + seed.Length); // V ‖ separator ‖ seed
        Span<byte> value = message[..tagSize];
        try
        {
            value.Fill(1);
            seed.CopyTo(message[(tagSize + 1)..]);
            Update(mac, key, message, value, 0);
            Update(mac, key, message, value, 1);
            for (int i = 0; i < MaximumTries; i++)
            {
                mac(key, value, value);
                value[..scalar.Length].CopyTo(scalar);
                if (curve.IsScalar(scalar))
                    return true;
                Update(mac, key, message[..(tagSize + 1)], value, 0);
            }

            return false;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(state);
        }
    }

    private static void Update(Mac mac, Span<byte> key, Span<byte> message, Span<byte> value, byte separator)
    {
        message[value.Length] = separator;
        mac(key, message, key);
        mac(key, value, value);
    }

    private static void Subtract(Span<byte> number, ReadOnlySpan<byte> order)
    {
        int borrow = 0;
        for (int i = number.Length - 1; i >= 0; i--)
        {
            int difference = number[i] - order[i] - borrow;
            borrow = difference < 0 ? 1 : 0;
            number[i] = (byte)(difference & 0xFF);
        }
    }
}
