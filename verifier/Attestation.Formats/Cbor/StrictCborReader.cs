using System.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

/// <summary>
/// Reads one CBOR item that <see cref="CborWellFormed"/> has accepted. Every method returns false instead of throwing, leaves the reader
/// where it was, and notes reason, offset and path in <see cref="Error"/>.
/// </summary>
/// <remarks>
/// The parts: this file opens and guards; <c>.Scalars</c> reads single values; <c>.Containers</c> drives maps and arrays.
/// Slices that are handed out share the input's memory, so signed bytes can be kept as they came.
/// </remarks>
public sealed partial class StrictCborReader
{
    private readonly CborReader _reader;
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly int _baseOffset;
    private CborPath? _path;

    private StrictCborReader(ReadOnlyMemory<byte> bytes, int baseOffset, CborPath? basePath)
    {
        _bytes = bytes;
        _baseOffset = baseOffset;
        _path = basePath;
        // CborWellFormed has been through the bytes and is stricter than the library; its own bookkeeping of keys would cost a set for each map
        _reader = new CborReader(bytes, CborConformanceMode.Lax);
    }

    /// <summary>Offset of the next item in the outermost input.</summary>
    public int Offset => _baseOffset + _bytes.Length - _reader.BytesRemaining;

    /// <summary>The first fault; meaningful only after a method returned false.</summary>
    public ParseError Error { get; private set; }

    public static bool TryOpen(ReadOnlyMemory<byte> bytes, out StrictCborReader reader, out ParseError error, int maxSize = CborWellFormed.DefaultMaxSize)
    {
        bool good = CborWellFormed.TryCheck(bytes, out error, maxSize);
        reader = good ? new StrictCborReader(bytes, 0, null) : null!;
        return good;
    }

    /// <summary>Opens CBOR that stood in a byte string which this reader handed out: errors then name the place in the outer input.</summary>
    public bool TryOpenNested(ReadOnlyMemory<byte> slice, out StrictCborReader nested)
    {
        nested = null!;
        int offset = OffsetOf(slice);
        if (!CborWellFormed.TryCheck(slice, out ParseError error, _bytes.Length))
            return FailWith(error.Within(Path, offset));
        nested = new StrictCborReader(slice, offset, _path);
        return true;
    }

    /// <summary>Opens an item that <see cref="TryReadRaw"/> handed out. It was checked with the whole input and is not checked again.</summary>
    public StrictCborReader OpenItem(ReadOnlyMemory<byte> item) => new(item, OffsetOf(item), _path);

    /// <summary>Refuses with a format's own reason, at the present offset and path.</summary>
    public bool Fail(ReasonCode code) => FailAt(code, Offset);

    /// <summary>Refuses with a format's own reason at an offset noted earlier.</summary>
    public bool FailAt(ReasonCode code, int offset) => FailWith(new ParseError(code, offset, Path));

    /// <summary>Gives the fault that was just noted a format's own reason, at the present path; its offset stays.</summary>
    public bool Recast(ReasonCode code)
    {
        Error = new ParseError(code, Error.Offset, Path);
        return false;
    }

    /// <summary>Takes over the error of a nested reader or parser whose path and offset are already complete.</summary>
    public bool FailWith(ParseError error)
    {
        if (Error.Code is null) // the innermost fault comes first and names the place best
            Error = error;
        return false;
    }

    /// <summary>The path of the item that is being read, outermost first.</summary>
    public string Path => _path?.ToString() ?? "";

    /// <summary>Runs <paramref name="read"/> with one more path segment.</summary>
    public bool In(string segment, Func<bool> read) => In(segment, read, static r => r());

    /// <summary>The same with the callback's argument apart, so that a loop over entries makes no closure for each.</summary>
    private bool In<T>(CborLabel segment, T argument, Func<T, bool> read)
    {
        CborPath? outer = _path;
        _path = new CborPath(outer, segment);
        bool good = read(argument) || Fail(CborReasons.Malformed); // a callback that gave no reason still ends with one
        _path = outer;
        return good;
    }

    private int OffsetOf(ReadOnlyMemory<byte> slice) =>
        _bytes.Span.Overlaps(slice.Span, out int distance) ? _baseOffset + distance : _baseOffset;

    /// <summary>
    /// The one place where exceptions of the library end. The well-formedness pass has been through the bytes, so what is left is a type
    /// that differs or a number that does not fit.
    /// </summary>
    private bool TryRead<T>(Func<CborReader, T> read, out T value)
    {
        try
        {
            value = read(_reader);
            return true;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            value = default!;
            return Fail(CborReasons.Type);
        }
    }
}
