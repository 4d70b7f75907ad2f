using System.Text;

namespace Attestation.NodeAgent.Evidence;

/// <summary>
/// Writes deterministic CBOR (RFC 8949 section 4.2.1) as a list of pieces: short items collect in a buffer, long byte strings are taken as they
/// are and not copied. Keys are written in the order in which they are given.
/// </summary>
internal sealed class CborPieces
{
    private const int Unsigned = 0, ByteString = 2, TextString = 3, ArrayType = 4, MapType = 5;
    private const int TooLongToCopy = 4096;

    private readonly List<ReadOnlyMemory<byte>> pieces = [];
    private readonly MemoryStream open = new();

    public CborPieces Number(long value) => Head(Unsigned, value);

    public CborPieces Map(int pairs) => Head(MapType, pairs);

    public CborPieces Array(int items) => Head(ArrayType, items);

    public CborPieces Text(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Head(TextString, bytes.Length).Append(bytes);
    }

    public CborPieces Bytes(ReadOnlyMemory<byte> bytes) => Head(ByteString, bytes.Length).Append(bytes);

    /// <summary>One byte string made of several pieces.</summary>
    public CborPieces Bytes(IReadOnlyList<ReadOnlyMemory<byte>> parts)
    {
        Head(ByteString, parts.Sum(part => (long)part.Length));
        foreach (ReadOnlyMemory<byte> part in parts)
            Append(part);
        return this;
    }

    public IReadOnlyList<ReadOnlyMemory<byte>> ToPieces()
    {
        Close();
        return pieces;
    }

    public byte[] ToArray() => LogContent.Of(ToPieces()).ToArray();

    /// <summary>RFC 8949 section 3: major type, and the argument in the shortest form.</summary>
    private CborPieces Head(int majorType, long argument)
    {
        ulong value = checked((ulong)argument);
        (int information, int bytes) = value switch
        {
            < 24 => ((int)value, 0),
            <= byte.MaxValue => (24, 1),
            <= ushort.MaxValue => (25, 2),
            <= uint.MaxValue => (26, 4),
            _ => (27, 8),
        };
        open.WriteByte((byte)(majorType << 5 | information));
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8)
            open.WriteByte((byte)(value >> shift & 0xFF));
        return this;
    }

    private CborPieces Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length < TooLongToCopy)
        {
            open.Write(bytes.Span);
            return this;
        }
        Close();
        pieces.Add(bytes);
        return this;
    }

    private void Close()
    {
        if (open.Length == 0)
            return;
        pieces.Add(open.ToArray());
        open.SetLength(0);
    }
}
