using System.Security.Cryptography;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Dice;

/// <summary>
/// Identifier of a key in DICE certificates (Open Profile for DICE, "Id Derivation"): HKDF-SHA-512 of the raw public key, 20 bytes, top bit clear,
/// so that it is also a positive serial number. Written as 40 lower-case hexadecimal digits.
/// </summary>
public static class DiceId
{
    private const int Size = 20;

    private static readonly byte[] Salt = Convert.FromHexString(
        "DBDBAEBC8020DA9FF0DD5A24C83AA5A54286DFC263031E329B4DA148430659FE62CDB5B7E1E00FC680306711EB444AF77209359496FCFF1DB9520BA51C7B29EA");

    /// <summary>The identifier of a public key: KDF(20, public key, ID_SALT, "ID"), first bit cleared.</summary>
    public static string Of(VerificationKey key)
    {
        Span<byte> id = stackalloc byte[Size];
        Derive(key, id);
        return Convert.ToHexStringLower(id);
    }

    /// <summary>Is this the identifier of the key?</summary>
    public static bool Is(VerificationKey key, string name)
    {
        Span<byte> id = stackalloc byte[Size];
        Derive(key, id);
        Span<char> digits = stackalloc char[2 * Size];
        return Convert.TryToHexStringLower(id, digits, out _) && digits.SequenceEqual(name);
    }

    private static void Derive(VerificationKey key, Span<byte> id)
    {
        HKDF.DeriveKey(HashAlgorithmName.SHA512, key.PublicBytes.Span, id, Salt, "ID"u8);
        id[0] &= 0x7F;
    }
}
