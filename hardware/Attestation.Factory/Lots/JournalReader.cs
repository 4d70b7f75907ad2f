using System.Buffers.Binary;
using System.Security.Cryptography;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>Reads a journal from its first entry, checking the chain. What a cut write leaves at the end is told from what somebody changed:
/// only bytes that reach up to the end of the file, and are no longer than one entry can be, are a torn entry.</summary>
internal sealed class JournalReader(Stream file, string name)
{
    /// <summary>Hash of the last whole entry; zeros before the first.</summary>
    public byte[] Head { get; private set; } = new byte[JournalFrame.HashLength];

    public long Entries { get; private set; }

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
        byte[]? entry = ReadEntry();
        if (entry is null)
            return RequireTorn();
        if (!JournalEntryCbor.TryParse(entry, out JournalEntry parsed) || !parsed.Previous.Span.SequenceEqual(Head))
            throw Broken();
        Head = SHA256.HashData(entry);
        Entries++;
        End += JournalFrame.HeadLength + entry.Length + JournalFrame.HashLength;
        return parsed;
    }

    /// <summary>Null where no whole entry with its right hash stands at <see cref="End"/>.</summary>
    private byte[]? ReadEntry()
    {
        file.Position = End;
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

    private JournalEntry? RequireTorn()
    {
        bool atEnd = Torn <= JournalFrame.MaxLength && !WholeEntryFollows();
        return atEnd ? null : throw Broken();
    }

    /// <summary>A write that was cut is the last one. Where the length at <see cref="End"/> is believable and the file goes on behind it, somebody changed the entry.</summary>
    private bool WholeEntryFollows()
    {
        file.Position = End;
        Span<byte> head = stackalloc byte[JournalFrame.HeadLength];
        if (file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
            return false;
        int length = BinaryPrimitives.ReadInt32BigEndian(head);
        return length is >= 1 and <= JournalFrame.MaxEntry && Torn > JournalFrame.HeadLength + length + JournalFrame.HashLength;
    }

    private FactoryException Broken() => new(LineReasons.JournalBroken, $"{name}, entry {Entries} at byte {End}.");
}
