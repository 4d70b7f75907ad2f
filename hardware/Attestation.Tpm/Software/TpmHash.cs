using System.Security.Cryptography;
using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>The hash algorithms of a TPM, computed here.</summary>
public static class TpmHash
{
    /// <summary>.NET's name, or null for an algorithm that .NET lacks (SM3).</summary>
    public static HashAlgorithmName? NameOf(TpmAlgId algorithm) => algorithm switch
    {
        TpmAlgId.Sha1 => HashAlgorithmName.SHA1,
        TpmAlgId.Sha256 => HashAlgorithmName.SHA256,
        TpmAlgId.Sha384 => HashAlgorithmName.SHA384,
        TpmAlgId.Sha512 => HashAlgorithmName.SHA512,
        TpmAlgId.Sha3_256 when SHA3_256.IsSupported => HashAlgorithmName.SHA3_256,
        TpmAlgId.Sha3_384 when SHA3_384.IsSupported => HashAlgorithmName.SHA3_384,
        TpmAlgId.Sha3_512 when SHA3_512.IsSupported => HashAlgorithmName.SHA3_512,
        _ => null,
    };

    public static bool IsSupported(TpmAlgId algorithm) => NameOf(algorithm) is not null;

    /// <summary>Hash of the parts, one after the other.</summary>
    /// <exception cref="NotSupportedException">No hash that .NET computes; ask <see cref="IsSupported"/> before.</exception>
    public static byte[] Compute(TpmAlgId algorithm, params ReadOnlySpan<byte[]> parts)
    {
        HashAlgorithmName name = Required(algorithm);
        if (parts.Length == 1)
            return CryptographicOperations.HashData(name, parts[0]);
        int length = 0;
        foreach (byte[] part in parts)
            length += part.Length;
        var whole = new byte[length]; // one call over a copy costs less than a running hash, for inputs of this size
        int at = 0;
        foreach (byte[] part in parts)
        {
            part.CopyTo(whole, at);
            at += part.Length;
        }
        byte[] digest = CryptographicOperations.HashData(name, whole);
        CryptographicOperations.ZeroMemory(whole);
        return digest;
    }

    /// <summary>HMAC of the parts, one after the other.</summary>
    public static byte[] Hmac(TpmAlgId algorithm, byte[] key, params ReadOnlySpan<byte[]> parts)
    {
        using var hmac = IncrementalHash.CreateHMAC(Required(algorithm), key);
        foreach (byte[] part in parts)
            hmac.AppendData(part);
        return hmac.GetHashAndReset();
    }

    private static HashAlgorithmName Required(TpmAlgId algorithm) =>
        NameOf(algorithm) ?? throw new NotSupportedException($"{algorithm} is not a hash that can be computed here");
}
