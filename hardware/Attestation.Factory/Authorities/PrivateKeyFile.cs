using System.Security.Cryptography;
using System.Text;
using Attestation.Dice;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Factory.Files;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities;

/// <summary>A private key on disk: PKCS #8 (RFC 5958) in PEM, encrypted or not, readable by its owner only.</summary>
public static class PrivateKeyFile
{
    /// <summary>RFC 8410 section 7: PrivateKeyInfo of Ed25519 up to the 32-byte key.</summary>
    private static readonly byte[] Ed25519Prefix = Convert.FromHexString("302E020100300506032B657004220420");

    /// <summary>RFC 7468 section 10.</summary>
    private const string PlainLabel = "PRIVATE KEY";

    private const int MaxLength = 16 * 1024;

    /// <summary>Makes a key pair from 32 bytes of entropy and writes its private half.</summary>
    /// <param name="path">The file.</param>
    /// <param name="algorithm">Kind of key.</param>
    /// <param name="entropy">Where the 32 bytes come from.</param>
    /// <param name="operations">Derives the key pair.</param>
    /// <param name="overwrite">Whether an existing file may be replaced.</param>
    /// <param name="passphrase">UTF-8, encrypts the file; null: it is not encrypted.</param>
    /// <returns>The public half.</returns>
    /// <exception cref="FactoryException"><c>factory.file-exists</c>, <c>factory.write-failed</c>.</exception>
    public static VerificationKey Create(string path, DiceAlgorithm algorithm, EntropySource entropy, IDiceOperations operations, bool overwrite = false, byte[]? passphrase = null)
    {
        byte[] der = Generate(algorithm, entropy, operations);
        char[] pem = [];
        byte[] file = [];
        try
        {
            pem = passphrase is null ? PemEncoding.Write(PlainLabel, der) : PemEncoding.Write(EncryptedKey.Label, EncryptedKey.Encrypt(der, passphrase, entropy));
            file = new byte[pem.Length + 1];
            Encoding.ASCII.GetBytes(pem, file);
            file[^1] = (byte)'\n';
            AtomicFile.Write(path, file, AtomicFile.OwnerOnly, overwrite);
            using SigningKey key = Parse(der, path);
            return key.PublicKey;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
            CryptographicOperations.ZeroMemory(file);
            Array.Clear(pem);
        }
    }

    /// <param name="path">The file, or a <c>pkcs11:</c> URI: then the key stays in that token.</param>
    /// <param name="passphrases">Opens it where it is encrypted.</param>
    /// <exception cref="FactoryException"><c>factory.key-unusable</c>, <c>factory.passphrase-missing</c>, <c>factory.passphrase-wrong</c>, <c>factory.token-*</c>.</exception>
    public static SigningKey Load(string path, Passphrases? passphrases = null)
    {
        if (TokenUri.Is(path))
            return TokenKey.Open(path, passphrases ?? Passphrases.None);
        char[] pem = [];
        byte[] file = [];
        byte[] der = [];
        try
        {
            if (new FileInfo(path).Length > MaxLength)
                throw new FactoryException(FactoryReasons.KeyUnusable, path);
            file = File.ReadAllBytes(path);
            pem = Encoding.Latin1.GetChars(file);
            der = Decode(pem, path, out bool encrypted);
            return encrypted ? Open(der, path, passphrases ?? Passphrases.None) : Parse(der, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: {e.Message}", e);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(file);
            CryptographicOperations.ZeroMemory(der);
            Array.Clear(pem);
        }
    }

    /// <summary>The content of the one block that the file must be (RFC 7468 sections 10 and 11).</summary>
    private static byte[] Decode(char[] text, string path, out bool encrypted)
    {
        ReadOnlySpan<char> pem = text.AsSpan().Trim();
        encrypted = false;
        if (!PemEncoding.TryFind(pem, out PemFields fields) || pem[fields.Location].Length != pem.Length)
            throw new FactoryException(FactoryReasons.KeyUnusable, path);
        encrypted = pem[fields.Label].SequenceEqual(EncryptedKey.Label);
        byte[] der = new byte[fields.DecodedDataLength];
        return (encrypted || pem[fields.Label].SequenceEqual(PlainLabel)) && Convert.TryFromBase64Chars(pem[fields.Base64Data], der, out int written) && written == der.Length
            ? der
            : throw new FactoryException(FactoryReasons.KeyUnusable, path);
    }

    private static SigningKey Open(byte[] encrypted, string path, Passphrases passphrases)
    {
        EncryptionScheme scheme = EncryptionScheme.Read(encrypted, path);
        byte[] der = [];
        try
        {
            passphrases.Open(path, passphrase => (der = EncryptedKey.Decrypt(scheme, passphrase) ?? []).Length > 0);
            return Parse(der, path);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(der);
        }
    }

    private static SigningKey Parse(byte[] der, string path) => SigningKey.TryParsePkcs8(der, out SigningKey key, out _)
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
