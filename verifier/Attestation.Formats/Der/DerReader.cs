using Attestation.Formats.Reasons;

namespace Attestation.Formats.Der;

/// <summary>
/// Reads DER (ITU-T X.690 section 10) element by element: definite, shortest lengths only. Throws <see cref="DerDefect"/>, with the offset in
/// the whole document, at the first deviation. A reader made by <see cref="Enter"/> sees one element's content.
/// </summary>
/// <param name="document">The whole document; offsets count from its start.</param>
/// <param name="start">First byte of this reader's part.</param>
/// <param name="end">First byte after it.</param>
internal struct DerReader(ReadOnlyMemory<byte> document, int start, int end)
{
    private readonly ReadOnlyMemory<byte> _document = document;
    private readonly int _end = end;
    private int _position = start;

    public DerReader(ReadOnlyMemory<byte> document)
        : this(document, 0, document.Length)
    {
    }

    /// <summary>Offset of the next element in the whole document.</summary>
    public readonly int Offset => _position;

    public readonly bool HasMore => _position < _end;

    /// <summary>All that is left of this reader's part.</summary>
    public readonly ReadOnlyMemory<byte> Rest => _document[_position.._end];

    /// <summary>Is the next element there, and of this tag?</summary>
    public readonly bool Is(byte tag) => HasMore && _document.Span[_position] == tag;

    /// <summary>The next element's content.</summary>
    public ReadOnlyMemory<byte> Content(byte tag, string path)
    {
        var (from, length) = Header(tag, path);
        _position = from + length;
        return _document.Slice(from, length);
    }

    /// <summary>A reader over the next element's content.</summary>
    public DerReader Enter(byte tag, string path)
    {
        var (from, length) = Header(tag, path);
        _position = from + length;
        return new DerReader(_document, from, from + length);
    }

    /// <summary>The next element with its identifier and length, whatever its tag.</summary>
    public ReadOnlyMemory<byte> Element(string path)
    {
        if (!HasMore)
            throw new DerDefect(DerReasons.Truncated, _position, path);
        return Element(_document.Span[_position], path);
    }

    /// <summary>The next element with its identifier and length.</summary>
    public ReadOnlyMemory<byte> Element(byte tag, string path)
    {
        int first = _position;
        var (from, length) = Header(tag, path);
        _position = from + length;
        return _document[first.._position];
    }

    /// <summary>Nothing may follow.</summary>
    public readonly void End(string path)
    {
        if (HasMore)
            throw new DerDefect(DerReasons.Trailing, _position, path);
    }

    /// <summary>A defect at the next element.</summary>
    public readonly DerDefect Defect(ReasonCode code, string path) => new(code, _position, path);

    private readonly (int From, int Length) Header(byte tag, string path)
    {
        ReadOnlySpan<byte> rest = _document.Span[_position.._end];
        if (rest.Length < 2)
            throw new DerDefect(DerReasons.Truncated, _position, path);
        if (rest[0] != tag || (tag & 0x1F) == 0x1F)
            throw new DerDefect(DerReasons.Tag, _position, path);
        var (length, header) = Length(rest, path);
        if (length > rest.Length - header)
            throw new DerDefect(DerReasons.Truncated, _position, path);
        return (_position + header, length);
    }

    /// <summary>X.690 sections 8.1.3 and 10.1: one byte below 128, else a count and that many bytes, as few as possible.</summary>
    private readonly (int Length, int Header) Length(ReadOnlySpan<byte> rest, string path)
    {
        if (rest[1] < 0x80)
            return (rest[1], 2);
        int count = rest[1] & 0x7F;
        if (count == 0)
            throw new DerDefect(DerReasons.Length, _position + 1, path);
        if (count > 3)
            throw new DerDefect(DerReasons.TooLarge, _position + 1, path);
        if (rest.Length < 2 + count)
            throw new DerDefect(DerReasons.Truncated, _position, path);
        int length = 0;
        for (int i = 0; i < count; i++)
            length = (length << 8) | rest[2 + i];
        if (length < 0x80 || rest[2] == 0)
            throw new DerDefect(DerReasons.Length, _position + 1, path);
        return (length, 2 + count);
    }
}
