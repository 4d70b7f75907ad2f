using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>Fills a buffer with random bytes. An argument, so that this part of the library stays a function of its inputs.</summary>
public delegate void RandomSource(Span<byte> destination);

/// <summary>A secret, and the content of the TPM2B_ENCRYPTED_SECRET that carries it to a TPM.</summary>
public sealed record SharedSecret(byte[] Secret, byte[] Encrypted);

/// <summary>
/// Secret sharing, Part 1 clauses B.10 (RSA) and C.6 (ECC): how a seed or a salt reaches a TPM under one of its decryption keys. The label
/// says what for: IDENTITY for credentials, SECRET for session salts, DUPLICATE for imports.
/// </summary>
public static class SecretSharing
{
    public const string Identity = "IDENTITY";
    public const string Salt = "SECRET";
    public const string Duplicate = "DUPLICATE";

    /// <summary>Makes a secret as large as the key's nameAlg and encrypts it.</summary>
    /// <returns>False where the key can receive no secret: wrong type, unknown curve, a point off the curve, a hash that .NET lacks.</returns>
    public static bool TryShare(TpmtPublic key, string label, RandomSource random, out SharedSecret? shared)
    {
        shared = null;
        if (!TpmHash.IsSupported(key.NameAlg))
            return false;
        return key.Parameters switch
        {
            TpmsRsaParms => TryShareRsa(key, label, random, out shared),
            TpmsEccParms ecc => TryShareEcc(key, ecc, label, random, out shared),
            _ => false,
        };
    }

    /// <summary>Encrypts a given secret to an RSA key: OAEP with the hash of the key's OAEP scheme, or else its nameAlg.</summary>
    /// <param name="key">An RSA decryption key of at least 2,048 bits.</param>
    /// <param name="label">What for.</param>
    /// <param name="secret">The secret.</param>
    /// <param name="random">Source of OAEP's salt.</param>
    /// <param name="encrypted">Content of the TPM2B_ENCRYPTED_SECRET.</param>
    public static bool TryEncrypt(TpmtPublic key, string label, byte[] secret, RandomSource random, [NotNullWhen(true)] out byte[]? encrypted)
    {
        encrypted = null;
        if (key.Parameters is not TpmsRsaParms rsa || rsa.Modulus.Length < 256 || rsa.Modulus[0] == 0)
            return false;
        TpmAlgId hash = rsa.Scheme.Scheme == TpmAlgId.Oaep ? rsa.Scheme.HashAlg : key.NameAlg;
        if (!TpmHash.IsSupported(hash) || secret.Length > rsa.Modulus.Length - 2 * hash.DigestSize() - 2)
            return false;
        encrypted = Oaep.Encrypt(rsa, hash, label, secret, Random(random, hash.DigestSize()));
        return true;
    }

    private static bool TryShareRsa(TpmtPublic key, string label, RandomSource random, out SharedSecret? shared)
    {
        byte[] secret = Random(random, key.NameAlg.DigestSize());
        shared = TryEncrypt(key, label, secret, random, out byte[]? encrypted) ? new SharedSecret(secret, encrypted) : null;
        return shared is not null;
    }

    private static bool TryShareEcc(TpmtPublic key, TpmsEccParms ecc, string label, RandomSource random, out SharedSecret? shared)
    {
        shared = null;
        if (PublicKeys.CurveOf(ecc.Curve) is not { } curve)
            return false;
        byte[] scalar = Random(random, ecc.Curve.FieldSize());
        try
        {
            if (ecc.Curve == TpmEccCurve.NistP521)
                scalar[0] &= 1; // 521 bits in 66 bytes
            using var ephemeral = ECDiffieHellman.Create(new ECParameters { Curve = curve, D = scalar });
            ECPoint own = ephemeral.ExportParameters(false).Q;
            using var other = ECDiffieHellman.Create(PublicKeys.Parameters(ecc, curve));
            byte[] z = ephemeral.DeriveRawSecretAgreement(other.PublicKey);
            byte[] secret = Kdf.KdfE(key.NameAlg, z, label, own.X!, PublicKeys.Padded(ecc.Point.X, z.Length), key.NameAlg.DigestSize() * 8);
            CryptographicOperations.ZeroMemory(z);
            shared = new SharedSecret(secret, WireValue.Encode(new TpmsEccPoint(own.X!, own.Y!)));
            return true;
        }
        catch (CryptographicException)
        {
            return false; // the point is not on the curve, or the scalar is not below the order
        }
        finally
        {
            CryptographicOperations.ZeroMemory(scalar);
        }
    }

    private static byte[] Random(RandomSource random, int length)
    {
        var bytes = new byte[length];
        random(bytes);
        return bytes;
    }
}
