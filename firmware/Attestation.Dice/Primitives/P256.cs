namespace Attestation.Dice.Primitives;

/// <summary>ECDSA on P-256. Private key: 32 bytes; public key: x ‖ y, 64 bytes; signature: r ‖ s, 64 bytes; all big-endian.</summary>
/// <remarks>References: FIPS 186-5 section 6; SP 800-186 section 3.2.1; RFC 6979 (deterministic k); Open Profile for DICE (key generation).
/// Constant time in private key and k; thread-safe, each call has its own scratch and wipes it.</remarks>
public static class P256
{
    /// <summary>Bytes of a private key.</summary>
    public const int PrivateKeySize = 32;

    /// <summary>Bytes of a public key, x ‖ y.</summary>
    public const int PublicKeySize = 64;

    /// <summary>Bytes of a signature, r ‖ s.</summary>
    public const int SignatureSize = 64;

    private static WeierstrassCurve _curve;

    /// <summary>Made on first use: static initialisers of other classes may not have run yet when this class's run (nanoFramework runs all at the
    /// start).
    /// Two threads may each make one; they are equal and read-only.</summary>
    private static WeierstrassCurve Curve
    {
        get
        {
            WeierstrassCurve curve = _curve;
            if (curve == null)
            {
                curve = new WeierstrassCurve(P256Field.Instance, P256Order.Instance, P256Field.Instance.B, P256Table.Words);
                _curve = curve;
            }

            return curve;
        }
    }

    /// <summary>HMAC_DRBG-SHA-512 over <paramref name="seed"/>, first candidate in range (Open Profile for DICE). Fills
    /// <paramref name="privateKey"/> (32 bytes).</summary>
    /// <returns>False, with nothing written, if the array has another length.</returns>
    public static bool GeneratePrivateKey(byte[] seed, byte[] privateKey)
    {
        if (privateKey.Length != PrivateKeySize)
            return false;
        Ecdsa ecdsa = new Ecdsa(Curve);
        try
        {
            ecdsa.GeneratePrivateKey(seed, privateKey);
            return true;
        }
        finally
        {
            ecdsa.Wipe();
        }
    }

    /// <summary>Writes x ‖ y of the private key's point.</summary>
    /// <returns>False, with nothing written, if the private key is not 32 bytes in 1..n-1 or <paramref name="xy"/> is not 64 bytes.</returns>
    public static bool DerivePublicKey(byte[] privateKey, byte[] xy)
    {
        Ecdsa ecdsa = new Ecdsa(Curve);
        try
        {
            return ecdsa.DerivePublicKey(privateKey, xy);
        }
        finally
        {
            ecdsa.Wipe();
        }
    }

    /// <summary>Signs a SHA-256, SHA-384 or SHA-512 digest; its length says which, and the same hash makes k (RFC 6979).</summary>
    /// <returns>False, with nothing written, if the private key is out of range or a length is wrong.</returns>
    public static bool Sign(byte[] privateKey, byte[] digest, byte[] rs)
    {
        Ecdsa ecdsa = new Ecdsa(Curve);
        try
        {
            return ecdsa.Sign(privateKey, digest, rs);
        }
        finally
        {
            ecdsa.Wipe();
        }
    }

    /// <summary>True only for a valid signature by a public key that is a point of the curve with coordinates below p; r and s in 1..n-1.</summary>
    public static bool Verify(byte[] xy, byte[] digest, byte[] rs) => new Ecdsa(Curve).Verify(xy, digest, rs);

    /// <summary>Gives the tables' memory back (2.3 KB), for who is not about to use this curve; the next use makes them again.</summary>
    public static void Forget()
    {
        _curve = null;
        P256Table.Forget();
    }
}
