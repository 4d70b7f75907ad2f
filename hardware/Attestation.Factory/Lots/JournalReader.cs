using Attestation.Formats.Lots;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>Reads a journal from its first entry, checking the chain. What a cut write leaves at the end is told from what somebody changed by
/// <see cref="TornTail"/>.</summary>
internal sealed class JournalReader(Stream file, string name)
{
    /// <summary>Hash of the last whole entry; zeros before the first.</summary>
    public byte[] Head { get; private set; } = new byte[JournalFrame.HashLength];

    public long Entries { get; private set; }

    /// <summary>Where the last whole entry begins.</summary>
    public long Start { get; private set; }

    /// <summary>Where the last whole entry ends.</summary>
    public long End { get; private set; }

    /// <summary>Bytes of a torn entry behind <see cref="End"/>.</summary>
    public long Torn => file.Length - End;

    /// <summary>The next whole entry; null at the end, where <see cref="Torn"/> tells whether a piece of one follows.</summary>
    /// <exception cref="FactoryException"><c>factory.journal-broken</c></exception>
    public JournalEntry? Next()
    {
        if (file.Length == End)
            return null;
        byte[]? entry = ReadEntry(End);
        if (entry is null)
            return IsTorn() ? null : throw Broken();
        if (!JournalEntryCbor.TryParse(entry, out JournalEntry parsed) || !parsed.Previous.Span.SequenceEqual(Head))
            throw Broken();
        Head = SHA256.HashData(entry);
        Entries++;
        Start = End;
        End += JournalFrame.HeadLength + entry.Length + JournalFrame.HashLength;
        return parsed;
    }

    /// <summary>What was certified in an entry that was read before; the stream stays where it is.</summary>
    /// <param name="at">Its <see cref="Start"/>.</param>
    /// <exception cref="FactoryException"><c>factory.journal-broken</c>: somebody changed it since.</exception>
    public CertifiedDevice CertifiedAt(long at)
    {
        long position = file.Position;
        byte[]? bytes = ReadEntry(at);
        file.Position = position;
        return bytes is not null && JournalEntryCbor.TryParse(bytes, out JournalEntry entry) && entry.Kind == JournalEntryKind.Certified ? CertifiedDevice.Of(entry) : throw Broken();
    }

    /// <summary>Null where no whole entry with its right hash stands there.</summary>
    private byte[]? ReadEntry(long at)
    {
        file.Position = at;
        Span<byte> head = stackalloc byte[JournalFrame.HeadLength];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return null;
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        if (length is < 1 or > JournalFrame.MaxEntry || file.Length - file.Position < length + JournalFrame.HashLength)
            return null;
        byte[] entry = new byte[length];
        file.ReadExactly(entry);
        Span<byte> hash = stackalloc byte[JournalFrame.HashLength];
        file.ReadExactly(hash);
        return hash.SequenceEqual(SHA256.HashData(entry)) ? entry : null;
    }

    private bool IsTorn()
    {
        if (Torn >= JournalFrame.MaxLength)
            return false;
        byte[] tail = new byte[Torn];
        file.Position = End;
        file.ReadExactly(tail);
        return TornTail.IsOne(tail, Head);
    }

    private FactoryException Broken() => new(LineReasons.JournalBroken, $"{name}, entry {Entries} at byte {End}.");
}
