using System.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

public sealed partial class StrictCborReader
{
    /// <summary>Kind of the next item; <see cref="CborReaderState.Finished"/> behind the last one of a container or of the input.</summary>
    public CborReaderState Peek()
    {
        if (_input.Left == 0)
            return CborReaderState.Finished;
        _reader.Reset(_input.Rest);
        return _reader.PeekState();
    }

    public bool IsNull => Peek() == CborReaderState.Null;

    public bool IsText => Peek() == CborReaderState.TextString;

    public bool IsBytes => Peek() == CborReaderState.ByteString;

    public bool IsArray => Peek() == CborReaderState.StartArray;

    public bool IsMap => Peek() == CborReaderState.StartMap;

    public bool IsInteger => Peek() is CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger;

    /// <summary>Number of the tag that comes next, or null when none does.</summary>
    public ulong? PeekTag() => Peek() == CborReaderState.Tag ? (ulong)_reader.PeekTag() : null;

    public bool TryReadInt64(out long value) => TryRead(static r => r.ReadInt64(), out value);

    public bool TryReadUInt64(out ulong value) => TryRead(static r => r.ReadUInt64(), out value);

    /// <summary>An integer between the two bounds, both allowed.</summary>
    public bool TryReadInt32(out int value, int min = int.MinValue, int max = int.MaxValue)
    {
        int offset = Offset;
        value = 0;
        if (!TryReadInt64(out long wide))
            return false;
        if (wide < min || wide > max)
            return FailAt(CborReasons.Type, offset);
        value = (int)wide;
        return true;
    }

    public bool TryReadBoolean(out bool value) => TryRead(static r => r.ReadBoolean(), out value);

    public bool TryReadText(out string value) => TryRead(static r => r.ReadTextString(), out value);

    /// <summary>A byte string's content, as a slice of the input.</summary>
    public bool TryReadBytes(out ReadOnlyMemory<byte> value, int min = 0, int max = int.MaxValue)
    {
        int offset = Offset;
        if (!TryRead(static r => r.ReadDefiniteLengthByteString(), out value))
            return false;
        if (value.Length >= min && value.Length <= max)
            return true;
        value = default;
        return FailAt(CborReasons.Type, offset);
    }

    public bool TryReadNull() => TryRead(static r => { r.ReadNull(); return true; }, out _);

    /// <summary>Passes one tag head with this number.</summary>
    public bool TryReadTag(ulong number)
    {
        if (PeekTag() != number)
            return Fail(CborReasons.Type);
        return TryReadAnyTag(out _);
    }

    /// <summary>Passes one tag head of any number.</summary>
    public bool TryReadAnyTag(out ulong number)
    {
        bool good = TryDecode(static r => r.ReadTag(), out CborTag tag); // a tag and what it stands before are one item
        number = (ulong)tag;
        return good;
    }

    public bool TryReadLabel(out CborLabel label)
    {
        label = default;
        if (IsText)
        {
            if (!TryReadText(out string text))
                return false;
            label = text;
            return true;
        }
        if (!TryReadInt64(out long number))
            return false;
        label = number;
        return true;
    }

    /// <summary>The next item whole, head and content, as a slice of the input.</summary>
    public bool TryReadRaw(out ReadOnlyMemory<byte> item)
    {
        item = default;
        if (_input.Left == 0)
            return Fail(CborReasons.Type);
        item = _input.Rest[..CborWellFormed.LengthOfFirst(_input.Rest.Span)];
        _input.Position += item.Length;
        _input.Left--;
        return true;
    }

    public bool TrySkip() => TryReadRaw(out _);
}
