using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Ima;

/// <summary>
/// How far a list was replayed, and the PCR's value there: what a verifier keeps between two appraisals of a node, so that the node sends only
/// what is new. A kernel that had no implementation of a bank's hash when IMA began extends that bank with the SHA-1 digest, padded with
/// zeros (ima_init_digests); both values are carried, since only the quote tells which kernel it was.
/// <code>8 bytes "IMARUN1\0" | u16 bank | u16 pcr | u64 offset | u64 entries | u64 violations | value | value of the padding kernel | SHA-256 of all before</code>
/// The hash finds accidents, not forgery: the state is the verifier's own.
/// </summary>
public sealed class ImaRun
{
    /// <summary>CONFIG_IMA_MEASURE_PCR_IDX's default.</summary>
    public const int DefaultPcr = 10;

    private const int HeaderSize = 36;

    private readonly byte[] value;
    private readonly byte[] padded;

    /// <summary>The state before the first entry.</summary>
    /// <param name="bank">A bank that can be computed.</param>
    /// <param name="pcr">The PCR that IMA extends.</param>
    public ImaRun(PcrBank bank, int pcr = DefaultPcr)
    {
        if (!bank.CanHash())
            throw new ArgumentOutOfRangeException(nameof(bank), bank.BankName(), "this bank cannot be computed here");
        (Bank, Pcr) = (bank, pcr);
        value = new byte[bank.DigestSize()];
        padded = new byte[bank.DigestSize()];
    }

    private ImaRun(ImaRun other) : this(other.Bank, other.Pcr)
    {
        (Offset, Count, Violations) = (other.Offset, other.Count, other.Violations);
        other.value.CopyTo(value, 0);
        other.padded.CopyTo(padded, 0);
    }

    public PcrBank Bank { get; }

    public int Pcr { get; }

    /// <summary>Bytes of the list that were replayed.</summary>
    public long Offset { get; private set; }

    /// <summary>Entries that were replayed, those of other PCRs included.</summary>
    public long Count { get; private set; }

    public long Violations { get; private set; }

    /// <summary>The PCR's value.</summary>
    public ReadOnlySpan<byte> Value => value;

    /// <summary>Is this the PCR's value, on a kernel of either kind?</summary>
    public bool Is(ReadOnlySpan<byte> quoted) => quoted.SequenceEqual(value) || quoted.SequenceEqual(padded);

    /// <summary>Takes the next entry.</summary>
    public void Add(in ImaEntry entry) => Add(entry, digestIsOverData: false);

    /// <param name="entry">The next entry.</param>
    /// <param name="digestIsOverData">Is it known that the list's digest is the hash of the data? It need not be computed twice, then.</param>
    internal void Add(in ImaEntry entry, bool digestIsOverData)
    {
        Offset += entry.Length;
        Count++;
        if (entry.Pcr != Pcr)
            return;
        bool violation = entry.IsViolation;
        Violations += violation ? 1 : 0;
        Span<byte> digest = stackalloc byte[PcrBanks.MaxDigestSize];
        if (digestIsOverData && !violation && entry.ListBank == Bank)
            entry.Digest.Span.CopyTo(digest);
        else
            entry.ExtendedDigest(Bank, digest[..value.Length]);
        Bank.Extend(value, digest);
        if (Bank == PcrBank.Sha1)
        {
            value.CopyTo(padded, 0);
            return;
        }
        digest.Fill(violation ? (byte)0xFF : (byte)0);
        if (!violation && entry.ListBank == PcrBank.Sha1)
            entry.Digest.Span.CopyTo(digest);
        else if (!violation)
            entry.ExtendedDigest(PcrBank.Sha1, digest[..20]);
        Bank.Extend(padded, digest);
    }

    /// <summary>An independent copy.</summary>
    public ImaRun Copy() => new(this);

    /// <summary>The state as bytes.</summary>
    public byte[] Save()
    {
        byte[] state = new byte[HeaderSize + 2 * value.Length + SHA256.HashSizeInBytes];
        "IMARUN1\0"u8.CopyTo(state);
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(8), (ushort)Bank);
        BinaryPrimitives.WriteUInt16LittleEndian(state.AsSpan(10), (ushort)Pcr);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(12), Offset);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(20), Count);
        BinaryPrimitives.WriteInt64LittleEndian(state.AsSpan(28), Violations);
        value.CopyTo(state, HeaderSize);
        padded.CopyTo(state, HeaderSize + value.Length);
        SHA256.HashData(state.AsSpan(0, state.Length - SHA256.HashSizeInBytes), state.AsSpan(state.Length - SHA256.HashSizeInBytes));
        return state;
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public static bool TryRestore(ReadOnlySpan<byte> state, out ImaRun run, out ParseError error)
    {
        run = null!;
        error = new ParseError(ImaReasons.State, 0, "state");
        if (state.Length < HeaderSize || !state.StartsWith("IMARUN1\0"u8))
            return false;
        var bank = (PcrBank)BinaryPrimitives.ReadUInt16LittleEndian(state[8..]);
        int size = bank.DigestSize();
        if (!bank.CanHash() || state.Length != HeaderSize + 2 * size + SHA256.HashSizeInBytes)
            return false;
        if (!SHA256.HashData(state[..^SHA256.HashSizeInBytes]).AsSpan().SequenceEqual(state[^SHA256.HashSizeInBytes..]))
            return false;
        run = new ImaRun(bank, BinaryPrimitives.ReadUInt16LittleEndian(state[10..]))
        {
            Offset = BinaryPrimitives.ReadInt64LittleEndian(state[12..]),
            Count = BinaryPrimitives.ReadInt64LittleEndian(state[20..]),
            Violations = BinaryPrimitives.ReadInt64LittleEndian(state[28..]),
        };
        state.Slice(HeaderSize, size).CopyTo(run.value);
        state.Slice(HeaderSize + size, size).CopyTo(run.padded);
        error = default;
        return true;
    }
}
