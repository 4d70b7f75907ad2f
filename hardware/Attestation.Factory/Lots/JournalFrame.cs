using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Attestation.Factory.Lots;

/// <summary>How an entry stands in the file: <code>length, 4 bytes big-endian ‖ entry ‖ SHA-256(entry), 32 bytes</code>
/// The hash tells a whole entry from a torn one; the next entry carries it as its first member.</summary>
internal static class JournalFrame
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
}
