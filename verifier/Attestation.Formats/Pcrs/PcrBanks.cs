using System.Globalization;
using System.Security.Cryptography;

namespace Attestation.Formats.Pcrs;

/// <summary>What the banks of <see cref="PcrBank"/> are called and how they hash.</summary>
public static class PcrBanks
{
    /// <summary>Largest digest of any bank, in bytes.</summary>
    public const int MaxDigestSize = 64;

    /// <summary>PCRs of a PC Client TPM: 0 to 23 (PC Client Platform TPM Profile, section 4.6).</summary>
    public const int PcrCount = 24;

    /// <summary>Digest size in bytes; 0 for an algorithm that is not known here.</summary>
    public static int DigestSize(this PcrBank bank) => bank switch
    {
        PcrBank.Sha1 => 20,
        PcrBank.Sha256 or PcrBank.Sm3 or PcrBank.Sha3Of256 => 32,
        PcrBank.Sha384 or PcrBank.Sha3Of384 => 48,
        PcrBank.Sha512 or PcrBank.Sha3Of512 => 64,
        _ => 0,
    };

    /// <summary>Name as tpm2-tools and the kernel write it; <c>0x…</c> for an unknown algorithm.</summary>
    public static string BankName(this PcrBank bank) => bank switch
    {
        PcrBank.Sha1 => "sha1",
        PcrBank.Sha256 => "sha256",
        PcrBank.Sha384 => "sha384",
        PcrBank.Sha512 => "sha512",
        PcrBank.Sm3 => "sm3_256",
        PcrBank.Sha3Of256 => "sha3_256",
        PcrBank.Sha3Of384 => "sha3_384",
        PcrBank.Sha3Of512 => "sha3_512",
        _ => "0x" + ((ushort)bank).ToString("x4", CultureInfo.InvariantCulture),
    };

    /// <summary>Can this bank be replayed here? Not SM3 and SHA-3, which few platforms offer.</summary>
    public static bool CanHash(this PcrBank bank) => bank is PcrBank.Sha1 or PcrBank.Sha256 or PcrBank.Sha384 or PcrBank.Sha512;

    /// <summary>The hash of a name as the kernel writes it (<c>sha256</c>); null for one that cannot be computed.</summary>
    public static PcrBank? HashNamed(string name) => name switch
    {
        "sha1" => PcrBank.Sha1,
        "sha256" => PcrBank.Sha256,
        "sha384" => PcrBank.Sha384,
        "sha512" => PcrBank.Sha512,
        _ => null,
    };

    /// <summary>One hash; the bank must be one that <see cref="CanHash"/>.</summary>
    /// <returns>Bytes written.</returns>
    public static int Hash(this PcrBank bank, ReadOnlySpan<byte> data, Span<byte> digest) => bank switch
    {
        PcrBank.Sha1 => SHA1.HashData(data, digest),
        PcrBank.Sha256 => SHA256.HashData(data, digest),
        PcrBank.Sha384 => SHA384.HashData(data, digest),
        PcrBank.Sha512 => SHA512.HashData(data, digest),
        _ => throw new ArgumentOutOfRangeException(nameof(bank), bank.BankName(), "this bank cannot be computed here"),
    };

    /// <summary>TPM2_PCR_Extend (Part 3 clause 22.2): value := H(value ‖ digest).</summary>
    public static void Extend(this PcrBank bank, Span<byte> value, ReadOnlySpan<byte> digest)
    {
        int size = bank.DigestSize();
        Span<byte> both = stackalloc byte[2 * MaxDigestSize];
        value[..size].CopyTo(both);
        digest[..size].CopyTo(both[size..]);
        bank.Hash(both[..(2 * size)], value);
    }
}
