using System.Numerics;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>
/// RSASSA-PSS with the longest salt that fits, RFC 8017 clauses 8.1.2 and 9.1.2. Part 1 clause B.7: TPMs of before FIPS 186-4 sign so, and
/// .NET verifies only salts as long as the hash.
/// <code>
///   EM = maskedDB | H | BC        DB = 00.. | 01 | salt        H = Hash(00 x 8 | digest | salt)
/// </code>
/// </summary>
internal static class Pss
{
    public static bool VerifyLongestSalt(TpmsRsaParms key, TpmAlgId hash, byte[] digest, byte[] signature)
    {
        if (signature.Length != key.Modulus.Length)
            return false;
        var modulus = new BigInteger(key.Modulus, isUnsigned: true, isBigEndian: true);
        var value = new BigInteger(signature, isUnsigned: true, isBigEndian: true);
        if (value >= modulus)
            return false;
        byte[] digits = BigInteger.ModPow(value, key.Exponent == 0 ? 65537 : key.Exponent, modulus).ToByteArray(isUnsigned: true, isBigEndian: true);
        return VerifyEncoded([.. new byte[signature.Length - digits.Length], .. digits], hash, digest);
    }

    /// <summary>EMSA-PSS-VERIFY for a modulus whose size is a multiple of 8 bits: the top bit of EM is zero.</summary>
    private static bool VerifyEncoded(byte[] encoded, TpmAlgId hash, byte[] digest)
    {
        int split = encoded.Length - digest.Length - 1;
        if (split < 2 || encoded[^1] != 0xBC || (encoded[0] & 0x80) != 0)
            return false;
        byte[] data = encoded[..split];
        byte[] h = encoded[split..^1];
        Oaep.Mask(hash, h, data);
        data[0] &= 0x7F;
        return data[0] == 0x01 && h.AsSpan().SequenceEqual(TpmHash.Compute(hash, new byte[8], digest, data[1..]));
    }
}
