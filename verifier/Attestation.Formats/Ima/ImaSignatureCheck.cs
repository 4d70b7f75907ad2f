using System.Security.Cryptography;
using Attestation.Formats.Keys;
using Attestation.Formats.Pcrs;

namespace Attestation.Formats.Ima;

/// <summary>
/// Is a signature of security.ima over a file's digest? Version 2: over the digest itself. Version 3: over the hash of struct ima_file_id, which says
/// what the digest is of (Linux, security/integrity/integrity.h and ima_appraise.c, calc_file_id_hash):
/// <code>u8 type (3 file, 5 fs-verity) | u8 hash algorithm | digest, not padded</code>
/// Version 2 is over files only, and a verity digest is not a file's: the same bytes would speak of another file. SHA-1 verifies nothing.
/// </summary>
public static class ImaSignatureCheck
{
    private const byte File = 3;
    private const byte Verity = 5;

    /// <param name="signature">The signature.</param>
    /// <param name="fields">The entry's: digest, hash and whether it is fs-verity's.</param>
    /// <param name="key">RSA or a NIST curve.</param>
    public static bool Verifies(ImaSignature signature, in ImaFields fields, VerificationKey key)
    {
        if (signature.HashAlgorithm != (byte)fields.Hash || signature.Type != (fields.IsVerity ? Verity : File))
            return false;
        if (fields.Hash.Bank() is not { } bank || bank == PcrBank.Sha1 || fields.Digest.Length != bank.DigestSize())
            return false;
        if (signature.Version == 2)
            return !fields.IsVerity && key.VerifyDigest(Name(bank), fields.Digest.Span, signature.Signature.Span);
        Span<byte> identified = stackalloc byte[2 + PcrBanks.MaxDigestSize];
        (identified[0], identified[1]) = (signature.Type, signature.HashAlgorithm);
        fields.Digest.Span.CopyTo(identified[2..]);
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        hash = hash[..bank.Hash(identified[..(2 + fields.Digest.Length)], hash)];
        return key.VerifyDigest(Name(bank), hash, signature.Signature.Span);
    }

    private static HashAlgorithmName Name(PcrBank bank) => bank switch
    {
        PcrBank.Sha256 => HashAlgorithmName.SHA256,
        PcrBank.Sha384 => HashAlgorithmName.SHA384,
        _ => HashAlgorithmName.SHA512,
    };
}
