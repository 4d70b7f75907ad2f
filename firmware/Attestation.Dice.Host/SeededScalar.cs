using System.Security.Cryptography;

namespace Attestation.Dice.Host;

/// <summary>Scalars from a seed by HMAC_DRBG over the base library's HMAC: private keys (Open Profile for DICE, "ECDSA") and nonces (RFC 6979 section 3.2).</summary>
internal static class SeededScalar
{
    /// <summary>What a try may need before it is certain that something is broken: for these curves one candidate in 2^32 at most is refused.</summary>
    private const int MaximumTries = 16;

    private delegate int Mac(ReadOnlySpan<byte> key, ReadOnlySpan<byte> message, Span<byte> tag);

    /// <summary>The private key of a 32-byte seed.</summary>
    public static bool PrivateKey(NativeCurve curve, ReadOnlySpan<byte> seed, byte[] privateKey) =>
        Draw(HMACSHA512.HashData, 64, curve, seed, privateKey);

    /// <summary>k = RFC 6979 with the hash that made the digest: SHA-256 (32 bytes) or SHA-384 (48). The digest is as long as the order, so
    /// bits2octets is one conditional subtraction.</summary>
    public static bool Nonce(NativeCurve curve, byte[] privateKey, byte[] digest, ReadOnlySpan<byte> order, byte[] nonce)
    {
        int size = digest.Length;
        Span<byte> seed = stackalloc byte[96];
        seed = seed[..(2 * size)];
        privateKey.CopyTo(seed);
        digest.CopyTo(seed[size..]);
        if (digest.AsSpan().SequenceCompareTo(order) >= 0)
            Subtract(seed[size..], order);
        Mac mac = size == 32 ? HMACSHA256.HashData : HMACSHA384.HashData;
        bool done = Draw(mac, size, curve, seed, nonce);
        CryptographicOperations.ZeroMemory(seed);
        return done;
    }

    /// <summary>Steps b to h: K = 00.., V = 01.., two updates with the seed, then candidates until one is a scalar.</summary>
    private static bool Draw(Mac mac, int tagSize, NativeCurve curve, ReadOnlySpan<byte> seed, byte[] scalar)
    {
        Span<byte> state = stackalloc byte[64 + 64 + 1 + 96];
        state.Clear();
        Span<byte> key = state[..tagSize];
        Span<byte> message = state.Slice(64, tagSize + 1 + seed.Length); // V ‖ separator ‖ seed
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
