using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Attestation.Tpm.Wire;

/// <summary>
/// Writes big-endian TPM structures into memory. A value too large for its size field is the caller's error and throws. What was written may
/// be secret: outgrown buffers are wiped, the last one with <see cref="Wipe"/>.
/// </summary>
public sealed class WireWriter
{
    private byte[] buffer = new byte[256];

    public int Length { get; private set; }

    public void U8(byte value) => Grow(1)[0] = value;

    public void U16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Grow(2), value);

    public void U32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Grow(4), value);

    public void U64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Grow(8), value);

    public void YesNo(bool value) => U8(value ? (byte)1 : (byte)0);

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Grow(bytes.Length));

    /// <summary>A TPM2B of plain bytes.</summary>
    public void Buffer(ReadOnlySpan<byte> bytes)
    {
        U16(checked((ushort)bytes.Length));
        Bytes(bytes);
    }

    /// <summary>A TPM2B that holds a structure.</summary>
    public void Sized(Action<WireWriter> write)
    {
        int at = Length;
        U16(0);
        write(this);
        BinaryPrimitives.WriteUInt16BigEndian(buffer.AsSpan(at), checked((ushort)(Length - at - 2)));
    }

    /// <summary>A TPML: 32-bit count and elements.</summary>
    public void List<T>(IReadOnlyList<T> items, Action<T> write)
    {
        U32((uint)items.Count);
        foreach (T item in items)
            write(item);
    }

    /// <summary>Overwrites a 32-bit field written before, such as a total length.</summary>
    public void PatchU32(int at, uint value) => BinaryPrimitives.WriteUInt32BigEndian(buffer.AsSpan(at, 4), value);

    public byte[] ToArray() => buffer[..Length];

    /// <summary>Forgets everything written.</summary>
    public void Wipe()
    {
        CryptographicOperations.ZeroMemory(buffer);
        Length = 0;
    }

    private Span<byte> Grow(int count)
    {
        if (Length + count > buffer.Length)
        {
            var larger = new byte[Math.Max(buffer.Length * 2, Length + count)];
            buffer.AsSpan(0, Length).CopyTo(larger);
            CryptographicOperations.ZeroMemory(buffer);
            buffer = larger;
        }
        Span<byte> room = buffer.AsSpan(Length, count);
        Length += count;
        return room;
    }
}
