using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// A credential as TPM2_ActivateCredential takes it, made without a TPM, Part 1 clause 24: only the TPM that holds the endorsement key, and
/// there only together with the key of the given Name, gives the secret back.
/// <code>
///   seed    = shared with the EK under the label IDENTITY
///   symKey  = KDFa(nameAlg, seed, "STORAGE", name, "", bits)          encIdentity = AES-CFB(symKey, iv 0, TPM2B(secret))
///   hmacKey = KDFa(nameAlg, seed, "INTEGRITY", "", "", digest bits)   integrity   = HMAC(hmacKey, encIdentity | name)
/// </code>
/// </summary>
/// <param name="Blob">credentialBlob; TPM2B_ID_OBJECT is its sized form.</param>
/// <param name="EncryptedSecret">secret; TPM2B_ENCRYPTED_SECRET is its sized form.</param>
public sealed record Credential(TpmsIdObject Blob, byte[] EncryptedSecret)
{
    /// <summary>TPM2_MakeCredential in software.</summary>
    /// <param name="endorsementKey">A storage key with AES-CFB.</param>
    /// <param name="name">Name of the key that shall prove to live beside it.</param>
    /// <param name="secret">1 byte up to the size of the EK's nameAlg.</param>
    /// <param name="random">Source of the seed.</param>
    /// <param name="credential">The result.</param>
    /// <returns>False where the key cannot serve: no storage key, a cipher other than AES-CFB, a point off its curve, a secret too long.</returns>
    public static bool TryMake(TpmtPublic endorsementKey, byte[] name, byte[] secret, RandomSource random, out Credential? credential)
    {
        credential = null;
        TpmtSymDef? cipher = (endorsementKey.Parameters as TpmsRsaParms)?.Symmetric ?? (endorsementKey.Parameters as TpmsEccParms)?.Symmetric;
        if (cipher is not { Algorithm: TpmAlgId.Aes, Mode: TpmAlgId.Cfb, KeyBits: 128 or 192 or 256 })
            return false;
        if (secret.Length == 0 || secret.Length > endorsementKey.NameAlg.DigestSize())
            return false;
        if (!SecretSharing.TryShare(endorsementKey, SecretSharing.Identity, random, out SharedSecret? seed))
            return false;
        credential = new Credential(Protect(endorsementKey.NameAlg, cipher.KeyBits, seed!.Secret, name, secret), seed.Encrypted);
        CryptographicOperations.ZeroMemory(seed.Secret);
        return true;
    }

    /// <summary>The file that tpm2_makecredential writes: magic 0xBADCC0DE, version 1, both sized structures.</summary>
    public byte[] ToToolsFile()
    {
        var writer = new WireWriter();
        writer.U32(0xBADCC0DE);
        writer.U32(1);
        writer.Sized(Blob.Write);
        writer.Buffer(EncryptedSecret);
        return writer.ToArray();
    }

    /// <summary>The outer wrap under a seed that is known: what a TPM computes once it has the seed.</summary>
    /// <param name="nameAlg">The EK's nameAlg.</param>
    /// <param name="keyBits">Key size of the EK's cipher.</param>
    /// <param name="seed">The shared seed.</param>
    /// <param name="name">Name of the key to prove.</param>
    /// <param name="secret">The secret.</param>
    public static TpmsIdObject Protect(TpmAlgId nameAlg, int keyBits, byte[] seed, byte[] name, byte[] secret)
    {
        byte[] key = Kdf.KdfA(nameAlg, seed, "STORAGE", name, [], keyBits);
        byte[] hmacKey = Kdf.KdfA(nameAlg, seed, "INTEGRITY", [], [], nameAlg.DigestSize() * 8);
        byte[] sized = [(byte)(secret.Length >> 8), (byte)(secret.Length & 0xFF), .. secret];
        try
        {
            byte[] encIdentity = AesCfb.Encrypt(key, new byte[16], sized);
            return new TpmsIdObject(TpmHash.Hmac(nameAlg, hmacKey, encIdentity, name), encIdentity);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
            CryptographicOperations.ZeroMemory(hmacKey);
            CryptographicOperations.ZeroMemory(sized);
        }
    }
}
