using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities;

/// <summary>A private key on disk: unencrypted PKCS #8 (RFC 5958) in PEM, readable by its owner only.</summary>
public static class PrivateKeyFile
{
    /// <summary>RFC 8410 section 7: PrivateKeyInfo of Ed25519 up to the 32-byte key.</summary>
    private static readonly byte[] Ed25519Prefix = Convert.FromHexString("302E020100300506032B657004220420");

    private const int MaxLength = 16 * 1024;

    /// <summary>Makes a key pair from 32 bytes of entropy and writes its private half.</summary>
    /// <returns>The public half.</returns>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>.</exception>
    public static VerificationKey Create(string path, DiceAlgorithm algorithm, EntropySource entropy, IDiceOperations operations, bool overwrite = false)
    {
        byte[] der = Generate(algorithm, entropy, operations);
        char[] pem = PemEncoding.Write("PRIVATE KEY", der);
        byte[] file = new byte[pem.Length + 1];
        try
        {
            Encoding.ASCII.GetBytes(pem, file);
            file[^1] = (byte)'\n';
            AtomicFile.Write(path, file, AtomicFile.OwnerOnly, overwrite);
            using SigningKey key = Parse(pem, path);
            return key.PublicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(file);
            Array.Clear(pem);
        }
    }

    /// <exception cref="FactoryException"><c>factory.key-unusable</c></exception>
    public static SigningKey Load(string path)
    {
        char[] pem = [];
        byte[] file = [];
        try
        {
            if (new FileInfo(path).Length > MaxLength)
                throw new FactoryException(FactoryReasons.KeyUnusable, path);
            file = File.ReadAllBytes(path);
            pem = Encoding.ASCII.GetChars(file);
            return Parse(pem, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
            Array.Clear(pem);
        }
    }

    private static SigningKey Parse(ReadOnlySpan<char> pem, string path) => SigningKey.TryParsePem(pem, out SigningKey key, out _)
        ? key
        : throw new FactoryException(FactoryReasons.KeyUnusable, path);

    private static byte[] Generate(DiceAlgorithm algorithm, EntropySource entropy, IDiceOperations operations)
    {
        byte[] seed = entropy.Take(DiceSizes.Seed);
        byte[] privateKey = new byte[DiceAlgorithmSizes.PrivateKey(algorithm)];
        byte[] publicKey = new byte[DiceAlgorithmSizes.PublicKey(algorithm)];
        try
        {
            if (!operations.DeriveKeyPair(algorithm, seed, privateKey, publicKey))
                throw new InvalidOperationException("no key pair could be made from fresh entropy");
            return algorithm == DiceAlgorithm.Ed25519 ? [.. Ed25519Prefix, .. privateKey] : EncodeEcdsa(algorithm, privateKey, publicKey);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seed);
            CryptographicOperations.ZeroMemory(privateKey);
        }
    }

    private static byte[] EncodeEcdsa(DiceAlgorithm algorithm, byte[] privateKey, byte[] publicKey)
    {
        int half = publicKey.Length / 2;
        using var ecdsa = ECDsa.Create(new ECParameters
        {
            Curve = algorithm == DiceAlgorithm.P256 ? ECCurve.NamedCurves.nistP256 : ECCurve.NamedCurves.nistP384,
            D = privateKey,
            Q = new ECPoint { X = publicKey[..half], Y = publicKey[half..] },
        });
        return ecdsa.ExportPkcs8PrivateKey();
    }
}
