namespace Attestation.Dice.Primitives;

/// <summary>Ed25519 (PureEdDSA, no context). Private key: a 32-byte seed; public key: 32 bytes; signature: R ‖ S, 64 bytes.</summary>
/// <remarks>References: RFC 8032 section 5.1. Constant time in the seed; thread-safe, each call has its own scratch and wipes it.</remarks>
public static class Ed25519
{
    /// <summary>Bytes of a private key.</summary>
    public const int SeedSize = 32;

    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySize = 32;

    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>Writes the 32-byte public key of a 32-byte seed.</summary>
    /// <returns>False, with nothing written, if a length is wrong.</returns>
    public static bool DerivePublicKey(byte[] seed, byte[] publicKey)
    {
        if (seed.Length != SeedSize || publicKey.Length != PublicKeySize)
            return false;
        Eddsa eddsa = new Eddsa();
        try
        {
            eddsa.DerivePublicKey(seed, publicKey);
            return true;
        }
        finally
        {
            eddsa.Wipe();
        }
    }

    /// <summary>Signs <paramref name="count"/> bytes of <paramref name="message"/>.</summary>
    /// <param name="publicKey">The public key of this very seed. With another one the signature is worthless, and two signatures of one message under
    /// different public keys give the private key away: take it only from <see cref="DerivePublicKey"/>.</param>
    /// <returns>False, with nothing written, if a length is wrong.</returns>
    public static bool Sign(byte[] seed, byte[] publicKey, byte[] message, int offset, int count, byte[] signature)
    {
        if (seed.Length != SeedSize || publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
            return false;
        Eddsa eddsa = new Eddsa();
        try
        {
            eddsa.Sign(seed, publicKey, message, offset, count, signature);
            return true;
        }
        finally
        {
            eddsa.Wipe();
        }
    }

    /// <summary>True only if R = S·B - k·A byte for byte (no cofactor), S &lt; L, and A is the canonical encoding of a point.</summary>
    public static bool Verify(byte[] publicKey, byte[] message, int offset, int count, byte[] signature)
    {
        if (publicKey.Length != PublicKeySize || signature.Length != SignatureSize)
            return false;
        return new Eddsa().Verify(publicKey, message, offset, count, signature);
    }

    /// <summary>Gives the table's memory back (3 KB), for who is not about to use this curve; the next use makes it again.</summary>
    public static void Forget() => Ed25519Table.Forget();
}
