using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Attestation.Factory.Authorities;

/// <summary>PKCS #8 EncryptedPrivateKeyInfo (RFC 5958 section 3) under PBES2 (RFC 8018 section 6.2): written with PBKDF2-HMAC-SHA-256 and AES-256-CBC, read
/// with PBKDF2 under any SHA and AES-CBC of any key length, which is what openssl and the base library write.</summary>
/// <remarks>Written out here because the base library encrypts keys of its own kinds only, and has no Ed25519.</remarks>
internal static class EncryptedKey
{
    /// <summary>RFC 7468 section 11.</summary>
    public const string Label = "ENCRYPTED PRIVATE KEY";

    /// <summary>Rounds that a new file costs whoever guesses its passphrase; about 0.2 s on a station.</summary>
    public const int Iterations = 600_000;

    private const int SaltLength = 16;
    private const int BlockLength = 16;
    private const int KeyLength = 32;

    /// <summary>DER.</summary>
    /// <param name="privateKeyInfo">PKCS #8 PrivateKeyInfo in DER; the caller wipes it.</param>
    /// <param name="passphrase">UTF-8, as openssl takes it.</param>
    /// <param name="entropy">Salt and initialisation vector.</param>
    public static byte[] Encrypt(ReadOnlySpan<byte> privateKeyInfo, ReadOnlySpan<byte> passphrase, EntropySource entropy)
    {
        byte[] salt = entropy.Take(SaltLength);
        byte[] vector = entropy.Take(BlockLength);
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(passphrase, salt, Iterations, HashAlgorithmName.SHA256, KeyLength);
        try
        {
            using var aes = Aes.Create();
            aes.SetKey(key);
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                EncryptionScheme.Write(writer, salt, Iterations, vector);
                writer.WriteOctetString(aes.EncryptCbc(privateKeyInfo, vector));
            }
            return writer.Encode();
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>The PrivateKeyInfo in DER, which the caller wipes; null where the passphrase is not the right one.</summary>
    /// <remarks>A wrong passphrase shows in the padding of the last block, which one in 256 passes, and then in the first byte below: no SEQUENCE.
    /// What passes both is no key, and refused as such by whoever parses it.</remarks>
    public static byte[]? Decrypt(EncryptionScheme scheme, ReadOnlySpan<byte> passphrase)
    {
        byte[] key = Rfc2898DeriveBytes.Pbkdf2(passphrase, scheme.Salt, scheme.Iterations, scheme.Hash, scheme.KeyLength);
        try
        {
            using var aes = Aes.Create();
            aes.SetKey(key);
            byte[] plain = aes.DecryptCbc(scheme.Encrypted, scheme.Vector);
            if (IsSequence(plain))
                return plain;
            CryptographicOperations.ZeroMemory(plain);
            return null;
        }
        catch (CryptographicException)
        {
            return null; // the padding
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    /// <summary>Whether the bytes are one DER SEQUENCE, to the last of them.</summary>
    private static bool IsSequence(byte[] plain) =>
        AsnDecoder.TryReadEncodedValue(plain, AsnEncodingRules.DER, out Asn1Tag tag, out _, out _, out int consumed) && tag.HasSameClassAndValue(Asn1Tag.Sequence) && consumed == plain.Length;
}
