using System.Buffers.Binary;

namespace Attestation.Formats.Cbor;

/// <summary>The head of an item (RFC 8949 section 3) that <see cref="CborWellFormed"/> has been through: nothing is checked again.</summary>
/// <param name="Major">0 to 7.</param>
/// <param name="Argument">Value, length, count, tag number or bits, as the major type says.</param>
/// <param name="Size">Bytes of the head itself.</param>
internal readonly record struct CborHead(int Major, ulong Argument, int Size)
{
    public const int Bytes = 2, Array = 4, Map = 5;

    /// <summary>Head layout: 3 bits major type, 5 bits additional information, then 0, 1, 2, 4 or 8 bytes of argument.</summary>
    public static CborHead Read(ReadOnlySpan<byte> item)
    {
        int major = item[0] >> 5, info = item[0] & 0x1F;
        return info switch
        {
            24 => new CborHead(major, item[1], 2),
            25 => new CborHead(major, BinaryPrimitives.ReadUInt16BigEndian(item[1..]), 3),
            26 => new CborHead(major, BinaryPrimitives.ReadUInt32BigEndian(item[1..]), 5),
            27 => new CborHead(major, BinaryPrimitives.ReadUInt64BigEndian(item[1..]), 9),
            _ => new CborHead(major, (ulong)info, 1),
        };
    }
}
