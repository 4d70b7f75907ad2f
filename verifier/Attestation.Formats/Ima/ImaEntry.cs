using Attestation.Formats.Pcrs;

namespace Attestation.Formats.Ima;

/// <summary>
/// One entry of the kernel's binary runtime measurement list, as a view of the list's bytes (Linux, security/integrity/ima/ima_fs.c,
/// ima_measurements_show; integers little-endian):
/// <code>
/// u32 pcr | template digest (20 bytes) | u32 n | n bytes template name | u32 size | size bytes template data
/// u32 pcr | template digest (20 bytes) | u32 3 | "ima"                 | 20 bytes file digest | u32 n | n bytes file name
/// </code>
/// Kernels from 6.10 offer the list once more for each bank of the TPM (binary_runtime_measurements_sha256): the same with that bank's template digest.
/// </summary>
public readonly struct ImaEntry
{
    private readonly ImaTemplate template;

    internal ImaEntry(uint pcr, ReadOnlyMemory<byte> digest, ImaTemplate template, ReadOnlyMemory<byte> data, int length) =>
        (Pcr, Digest, this.template, Data, Length) = (pcr, digest, template, data, length);

    /// <summary>The PCR that it extends; 10 unless the policy or the kernel says otherwise.</summary>
    public uint Pcr { get; }

    /// <summary>The template digest of the list: SHA-1 of the template data (or another bank's hash, by its size), or zeros for a violation.</summary>
    public ReadOnlyMemory<byte> Digest { get; }

    /// <summary>Name of the template, or its fields joined by <c>|</c>.</summary>
    public string Template => template.Name;

    internal ImaTemplate Layout => template;

    /// <summary>The bank that <see cref="Digest"/> is of.</summary>
    public PcrBank ListBank => Digest.Length switch
    {
        32 => PcrBank.Sha256,
        48 => PcrBank.Sha384,
        64 => PcrBank.Sha512,
        _ => PcrBank.Sha1,
    };

    /// <summary>The template data; for template <c>ima</c> digest, length and name as they stand.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Bytes of the whole entry.</summary>
    public int Length { get; }

    /// <summary>A file was measured while it was open for writing: the kernel logs zeros and extends ones, so the PCR tells.</summary>
    public bool IsViolation => !Digest.Span.ContainsAnyExcept((byte)0);

    /// <summary>The digest that a bank is extended with: the hash of the template data; all ones for a violation.</summary>
    /// <param name="bank">A bank that can be computed.</param>
    /// <param name="digest">Room for it.</param>
    public void ExtendedDigest(PcrBank bank, Span<byte> digest)
    {
        if (IsViolation)
            digest.Fill(0xFF);
        else
            TemplateHash(bank, digest);
    }

    /// <summary>Is the digest of the list the hash of the template data, or a violation's zeros?</summary>
    public bool DigestIsOverData()
    {
        if (IsViolation)
            return true;
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        hash = hash[..Digest.Length];
        TemplateHash(ListBank, hash);
        return hash.SequenceEqual(Digest.Span);
    }

    private void TemplateHash(PcrBank bank, Span<byte> digest)
    {
        if (template != ImaTemplate.Oldest)
        {
            bank.Hash(Data.Span, digest);
            return;
        }
        Span<byte> padded = stackalloc byte[20 + 256]; // the oldest template hashes the name in a field of fixed size
        padded.Clear();
        Data.Span[..20].CopyTo(padded);
        Data.Span[24..].CopyTo(padded[20..]);
        bank.Hash(padded, digest);
    }
}
