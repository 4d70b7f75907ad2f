using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Attestation.Formats.Lots;

/// <summary>How an entry stands in the file: <code>length, 4 bytes big-endian ‖ entry ‖ SHA-256(entry), 32 bytes</code>
/// The hash tells a whole entry from a torn one; the next entry carries it as its first member.</summary>
public static class JournalFrame
{
    public const int HashLength = 32;
    public const int HeadLength = 4;

    /// <summary>No entry is longer: a certified one is about 2 KiB.</summary>
    public const int MaxEntry = 64 * 1024;

    public const int MaxLength = HeadLength + MaxEntry + HashLength;

    public static byte[] Of(ReadOnlySpan<byte> entry, out byte[] hash)
    {
        byte[] frame = new byte[HeadLength + entry.Length + HashLength];
        BinaryPrimitives.WriteInt32BigEndian(frame, entry.Length);
        entry.CopyTo(frame.AsSpan(HeadLength));
        hash = SHA256.HashData(entry);
        hash.CopyTo(frame.AsSpan(HeadLength + entry.Length));
        return frame;
    }

    /// <summary>The whole entry at the beginning of some bytes, under its right hash.</summary>
    /// <param name="bytes">From where a frame begins.</param>
    /// <param name="entry">The entry; valid where the answer is true.</param>
    /// <param name="length">Of the frame.</param>
    public static bool TryRead(ReadOnlyMemory<byte> bytes, out ReadOnlyMemory<byte> entry, out int length)
    {
        (entry, length) = (default, 0);
        if (bytes.Length < HeadLength)
            return false;
        int size = BinaryPrimitives.ReadInt32BigEndian(bytes.Span);
        if (size is < 1 or > MaxEntry || bytes.Length < HeadLength + size + HashLength)
            return false;
        (entry, length) = (bytes.Slice(HeadLength, size), HeadLength + size + HashLength);
        return bytes.Span.Slice(HeadLength + size, HashLength).SequenceEqual(SHA256.HashData(entry.Span));
    }
}
