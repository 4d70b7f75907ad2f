using Attestation.Formats.Pcrs;

namespace Attestation.Formats.Ima;

/// <summary>A hash algorithm by the kernel's number for it (Linux, include/uapi/linux/hash_info.h, enum hash_algo), as signatures name it.</summary>
public enum ImaHash : byte
{
    Md5 = 1,
    Sha1 = 2,
    Sha256 = 4,
    Sha384 = 5,
    Sha512 = 6,
    Sha224 = 7,
    Sm3 = 17,
    Sha3Of256 = 20,
    Sha3Of384 = 21,
    Sha3Of512 = 22,

    /// <summary>One that is not known here: nothing is equal to its digests.</summary>
    Unknown = 255,
}

/// <summary>Names, sizes and strength of <see cref="ImaHash"/>.</summary>
public static class ImaHashes
{
    private static readonly (ImaHash Hash, string Name, int Size)[] All =
    [
        (ImaHash.Sha256, "sha256", 32),
        (ImaHash.Sha1, "sha1", 20),
        (ImaHash.Sha384, "sha384", 48),
        (ImaHash.Sha512, "sha512", 64),
        (ImaHash.Md5, "md5", 16),
        (ImaHash.Sha224, "sha224", 28),
        (ImaHash.Sm3, "sm3", 32),
        (ImaHash.Sha3Of256, "sha3-256", 32),
        (ImaHash.Sha3Of384, "sha3-384", 48),
        (ImaHash.Sha3Of512, "sha3-512", 64),
    ];

    /// <summary>The hash of a name as the kernel writes it into the list.</summary>
    public static ImaHash Named(ReadOnlySpan<byte> name)
    {
        foreach ((ImaHash hash, string known, _) in All)
        {
            if (name.Length == known.Length && System.Text.Ascii.Equals(name, known))
                return hash;
        }
        return ImaHash.Unknown;
    }

    /// <summary>The kernel's name; <c>unknown</c> for others.</summary>
    public static string Name(this ImaHash hash) => Row(hash)?.Name ?? "unknown";

    /// <summary>Digest size in bytes; 0 for a hash that is not known here.</summary>
    public static int Size(this ImaHash hash) => Row(hash)?.Size ?? 0;

    /// <summary>Bits of security against a second file with the same digest's twin (collisions), as NIST SP 800-57 part 1 counts: 0 for broken and unknown hashes.</summary>
    public static int Strength(this ImaHash hash) => hash is ImaHash.Md5 or ImaHash.Sha1 ? 0 : 4 * hash.Size();

    /// <summary>The bank that computes this hash here; null where it cannot be computed.</summary>
    public static PcrBank? Bank(this ImaHash hash) => hash switch
    {
        ImaHash.Sha1 => PcrBank.Sha1,
        ImaHash.Sha256 => PcrBank.Sha256,
        ImaHash.Sha384 => PcrBank.Sha384,
        ImaHash.Sha512 => PcrBank.Sha512,
        _ => null,
    };

    /// <summary>The hash of a bank that can be computed.</summary>
    public static ImaHash Of(PcrBank bank) => bank switch
    {
        PcrBank.Sha1 => ImaHash.Sha1,
        PcrBank.Sha256 => ImaHash.Sha256,
        PcrBank.Sha384 => ImaHash.Sha384,
        PcrBank.Sha512 => ImaHash.Sha512,
        _ => ImaHash.Unknown,
    };

    private static (ImaHash Hash, string Name, int Size)? Row(ImaHash hash)
    {
        foreach ((ImaHash Hash, string Name, int Size) row in All)
        {
            if (row.Hash == hash)
                return row;
        }
        return null;
    }
}
