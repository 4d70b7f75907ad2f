using System.Security.Cryptography;

namespace Attestation.Factory.Releases;

/// <summary>What an update manifest states of each of its files, and what a board therefore measures. docs/formats/update-manifest.cddl, key 9.</summary>
public enum FileMeasurement
{
    /// <summary>SHA-512 of the file: no key 9.</summary>
    Sha512 = 0,

    /// <summary>HMAC-SHA-512 of the file under a fixed, public key: for boards whose native-hmac lists sha512.</summary>
    HmacSha512 = 1,
}

/// <summary>The digests of <see cref="FileMeasurement"/>. docs/formats/update-manifest.cddl, below the format.</summary>
public static class FileMeasurements
{
    private static ReadOnlySpan<byte> Key => "attestation layer file"u8;

    private static ReadOnlySpan<byte> SetLabel => "attestation file set\0"u8;

    private static ReadOnlySpan<byte> KeyedSetLabel => "attestation keyed file set\0"u8;

    /// <summary>64 bytes.</summary>
    public static byte[] Measure(this FileMeasurement measurement, ReadOnlySpan<byte> file) => measurement switch
    {
        FileMeasurement.Sha512 => SHA512.HashData(file),
        _ => HMACSHA512.HashData(Key, file),
    };

    /// <summary>DICE code hash of a layer, 64 bytes: of one file its SHA-512; else SHA-512 of a label and the digests in order.</summary>
    public static byte[] CodeHash(this FileMeasurement measurement, UpdateLayer layer)
    {
        bool isKeyed = measurement != FileMeasurement.Sha512;
        if (!isKeyed && layer.Files.Count == 1)
            return layer.Files[0].Digest.ToArray();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        hash.AppendData(isKeyed ? KeyedSetLabel : SetLabel);
        foreach (UpdateFile file in layer.Files)
            hash.AppendData(file.Digest.Span);
        return hash.GetHashAndReset();
    }
}
