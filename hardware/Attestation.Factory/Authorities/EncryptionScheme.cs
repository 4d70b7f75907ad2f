using System.Formats.Asn1;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Authorities;

/// <summary>How an EncryptedPrivateKeyInfo says that it is encrypted: PBES2 with PBKDF2 and AES-CBC (RFC 8018 appendices A.2, A.4, B.2.5).
/// <code>
/// EncryptedPrivateKeyInfo ::= SEQUENCE { SEQUENCE { id-PBES2, SEQUENCE { derivation, cipher } }, OCTET STRING }
/// derivation ::= SEQUENCE { id-PBKDF2, SEQUENCE { salt OCTET STRING, iterations INTEGER, keyLength INTEGER OPTIONAL, SEQUENCE { prf, NULL } DEFAULT hmacWithSHA1 } }
/// cipher     ::= SEQUENCE { aesNNN-CBC-PAD, initialisation vector OCTET STRING (SIZE(16)) }
/// </code></summary>
internal sealed record EncryptionScheme(byte[] Salt, int Iterations, HashAlgorithmName Hash, int KeyLength, byte[] Vector, byte[] Encrypted)
{
    /// <summary>A file that asks for more is not waited for.</summary>
    private const int MaxIterations = 20_000_000;

    private const string IdPbes2 = "1.2.840.113549.1.5.13";
    private const string IdPbkdf2 = "1.2.840.113549.1.5.12";
    private const string IdHmacSha256 = "1.2.840.113549.2.9";
    private const string IdAes256Cbc = "2.16.840.1.101.3.4.1.42";

    /// <summary>The AlgorithmIdentifier of what this project writes.</summary>
    public static void Write(AsnWriter writer, byte[] salt, int iterations, byte[] vector)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(IdPbes2);
            using (writer.PushSequence())
            {
                WriteDerivation(writer, salt, iterations);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(IdAes256Cbc);
                    writer.WriteOctetString(vector);
                }
            }
        }
    }

    /// <summary>Refuses what no passphrase opens here, before anybody is asked for one.</summary>
    /// <param name="der">EncryptedPrivateKeyInfo.</param>
    /// <param name="path">The file, for the refusal.</param>
    /// <exception cref="FactoryException"><c>factory.key-unusable</c></exception>
    public static EncryptionScheme Read(byte[] der, string path)
    {
        try
        {
            var document = new AsnReader(der, AsnEncodingRules.DER);
            AsnReader info = document.ReadSequence();
            document.ThrowIfNotEmpty();
            AsnReader algorithm = info.ReadSequence();
            byte[] encrypted = info.ReadOctetString();
            info.ThrowIfNotEmpty();
            Expect(algorithm.ReadObjectIdentifier() == IdPbes2, path, "encrypted by another scheme than PBES2");
            return Parameters(algorithm.ReadSequence(), encrypted, path);
        }
        catch (AsnContentException e)
        {
            throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: {e.Message}", e);
        }
    }

    private static EncryptionScheme Parameters(AsnReader parameters, byte[] encrypted, string path)
    {
        AsnReader derivation = parameters.ReadSequence();
        AsnReader cipher = parameters.ReadSequence();
        int keyLength = cipher.ReadObjectIdentifier() switch
        {
            "2.16.840.1.101.3.4.1.2" => 16,
            "2.16.840.1.101.3.4.1.22" => 24,
            IdAes256Cbc => 32,
            _ => throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: encrypted with another cipher than AES-CBC"),
        };
        byte[] vector = cipher.ReadOctetString();
        Expect(vector.Length == 16, path, "its initialisation vector is not of 16 bytes");

        Expect(derivation.ReadObjectIdentifier() == IdPbkdf2, path, "encrypted under another derivation than PBKDF2");
        AsnReader pbkdf2 = derivation.ReadSequence();
        byte[] salt = pbkdf2.ReadOctetString();
        Expect(pbkdf2.TryReadInt32(out int iterations) && iterations is >= 1 and <= MaxIterations, path, $"its iteration count is not from 1 to {MaxIterations}");
        if (pbkdf2.HasData && pbkdf2.PeekTag() == Asn1Tag.Integer)
            Expect(pbkdf2.TryReadInt32(out int stated) && stated == keyLength, path, "its key length is not the cipher's");
        return new EncryptionScheme(salt, iterations, Prf(pbkdf2, path), keyLength, vector, encrypted);
    }

    private static HashAlgorithmName Prf(AsnReader pbkdf2, string path) => !pbkdf2.HasData ? HashAlgorithmName.SHA1 : pbkdf2.ReadSequence().ReadObjectIdentifier() switch
    {
        "1.2.840.113549.2.7" => HashAlgorithmName.SHA1,
        IdHmacSha256 => HashAlgorithmName.SHA256,
        "1.2.840.113549.2.10" => HashAlgorithmName.SHA384,
        "1.2.840.113549.2.11" => HashAlgorithmName.SHA512,
        _ => throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: PBKDF2 with another function than HMAC-SHA"),
    };

    private static void WriteDerivation(AsnWriter writer, byte[] salt, int iterations)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier(IdPbkdf2);
            using (writer.PushSequence())
            {
                writer.WriteOctetString(salt);
                writer.WriteInteger(iterations);
                using (writer.PushSequence())
                {
                    writer.WriteObjectIdentifier(IdHmacSha256);
                    writer.WriteNull();
                }
            }
        }
    }

    private static void Expect(bool holds, string path, string otherwise)
    {
        if (!holds)
            throw new FactoryException(FactoryReasons.KeyUnusable, $"{path}: {otherwise}");
    }
}
