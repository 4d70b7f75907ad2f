using System.Buffers.Binary;

namespace Attestation.Formats.Cose;

/// <summary>Sig_structure of COSE_Sign1 (RFC 9052 section 4.4): the bytes that are signed.</summary>
/// <remarks>
/// [ "Signature1", body_protected: bstr, external_aad: bstr, payload: bstr ] is a constant and three strings with their lengths, so it is
/// written into the caller's memory directly: a library writer would take three times its size for each signature that is checked.
/// </remarks>
internal static class CoseSigStructure
{
    /// <summary>CBOR tag of COSE_Sign1 (RFC 9052 table 1).</summary>
    public const ulong Tag = 18;

    /// <summary>84: array of four; 6A: text of ten bytes.</summary>
    private static ReadOnlySpan<byte> Start => [0x84, 0x6A, (byte)'S', (byte)'i', (byte)'g', (byte)'n', (byte)'a', (byte)'t', (byte)'u', (byte)'r', (byte)'e', (byte)'1'];

    public static byte[] Encode(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload)
    {
        var encoded = new byte[Length(protectedBytes, externalAad, payload)];
        Write(protectedBytes, externalAad, payload, encoded);
        return encoded;
    }

    public static int Length(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload) =>
        Start.Length + StringLength(Body(protectedBytes)) + StringLength(externalAad) + StringLength(payload);

    /// <param name="destination">Exactly <see cref="Length"/> bytes.</param>
    public static void Write(ReadOnlySpan<byte> protectedBytes, ReadOnlySpan<byte> externalAad, ReadOnlySpan<byte> payload, Span<byte> destination)
    {
        Start.CopyTo(destination);
        Span<byte> rest = WriteString(Body(protectedBytes), destination[Start.Length..]);
        rest = WriteString(externalAad, rest);
        WriteString(payload, rest);
    }

    /// <summary>An encoded empty map counts as the empty string (section 4.4, body_protected).</summary>
    private static ReadOnlySpan<byte> Body(ReadOnlySpan<byte> protectedBytes) => protectedBytes is [0xA0] ? [] : protectedBytes;

    private static int StringLength(ReadOnlySpan<byte> content) => HeadLength(content.Length) + content.Length;

    private static int HeadLength(int length) => length switch { < 24 => 1, <= byte.MaxValue => 2, <= ushort.MaxValue => 3, _ => 5 };

    /// <summary>Major type 2 with the shortest length (RFC 8949 section 3.1); returns what follows.</summary>
    private static Span<byte> WriteString(ReadOnlySpan<byte> content, Span<byte> to)
    {
        int head = HeadLength(content.Length);
        switch (head)
        {
            case 1:
                to[0] = (byte)(0x40 | content.Length);
                break;
            case 2:
                (to[0], to[1]) = (0x58, (byte)content.Length);
                break;
            case 3:
                to[0] = 0x59;
                BinaryPrimitives.WriteUInt16BigEndian(to[1..], (ushort)content.Length);
                break;
            default:
                to[0] = 0x5A;
                BinaryPrimitives.WriteUInt32BigEndian(to[1..], (uint)content.Length);
                break;
        }
        content.CopyTo(to[head..]);
        return to[(head + content.Length)..];
    }
}
