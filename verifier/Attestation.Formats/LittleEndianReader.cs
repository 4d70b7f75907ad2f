using System.Buffers.Binary;

namespace Attestation.Formats;

/// <summary>
/// Walks little-endian structures (TCG event logs, UEFI, IMA). A read that does not fit leaves the reader where it was and returns false;
/// no length is believed before it was compared with what is left.
/// </summary>
internal ref struct LittleEndianReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Position { get; private set; }

    public readonly int Left => bytes.Length - Position;

    public readonly ReadOnlySpan<byte> Rest => bytes[Position..];

    public bool TryReadByte(out byte value)
    {
        value = Left > 0 ? bytes[Position] : (byte)0;
        return TrySkip(1);
    }

    public bool TryReadUInt16(out ushort value) => BinaryPrimitives.TryReadUInt16LittleEndian(Rest, out value) && TrySkip(2);

    public bool TryReadUInt32(out uint value) => BinaryPrimitives.TryReadUInt32LittleEndian(Rest, out value) && TrySkip(4);

    public bool TryReadUInt64(out ulong value) => BinaryPrimitives.TryReadUInt64LittleEndian(Rest, out value) && TrySkip(8);

    public bool TryReadGuid(out Guid value)
    {
        value = Left >= 16 ? new Guid(bytes.Slice(Position, 16)) : default;
        return TrySkip(16);
    }

    public bool TryRead(ulong length, out ReadOnlySpan<byte> value)
    {
        value = length <= (ulong)Left ? bytes.Slice(Position, (int)length) : default;
        return TrySkip(length);
    }

    public bool TrySkip(ulong length)
    {
        if (length > (ulong)Left)
            return false;
        Position += (int)length;
        return true;
    }
}
