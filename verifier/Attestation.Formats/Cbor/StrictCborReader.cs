using System.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

/// <summary>
/// Reads one CBOR item that <see cref="CborWellFormed"/> has accepted. Every method returns false instead of throwing, leaves the reader
/// where it was, and notes reason, offset and path in <see cref="Error"/>.
/// </summary>
/// <remarks>
/// The parts: this file opens and guards; <c>.Scalars</c> reads single values; <c>.Containers</c> drives maps and arrays; <c>.Nested</c> reads
/// CBOR inside byte strings. The library decodes one item at a time; which container it stands in is kept here, so that one library reader
/// serves a whole message with everything that is nested in it, and reading costs hardly any memory.
/// Slices that are handed out share the input's memory, so signed bytes can be kept as they came.
/// </remarks>
public sealed partial class StrictCborReader
{
    private readonly CborReader _reader;
    private readonly CborPath _path;
    private int[] _outerLeft = new int[6]; // items left in what is open around the innermost container; grows with the depth
    private Input _input;
    private int _depth;

    private StrictCborReader(CborReader reader, CborPath path, Input input) => (_reader, _path, _input) = (reader, path, input);

    /// <summary>Offset of the next item in the outermost input.</summary>
    public int Offset => _input.BaseOffset + _input.Position;

    /// <summary>The first fault; meaningful only after a method returned false.</summary>
    public ParseError Error { get; private set; }

    public static bool TryOpen(ReadOnlyMemory<byte> bytes, out StrictCborReader reader, out ParseError error, int maxSize = CborWellFormed.DefaultMaxSize)
    {
        reader = null!;
        if (!CborWellFormed.TryCheck(bytes, out error, maxSize))
            return false;
        // CborWellFormed has been through the bytes and is stricter than the library; its own bookkeeping of keys would cost a set for each map
        reader = new StrictCborReader(new CborReader(bytes, CborConformanceMode.Lax), new CborPath(), new Input(bytes, 0, 0));
        return true;
    }

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
    public string Path => _path.ToString();

    /// <summary>Runs <paramref name="read"/> with one more path segment.</summary>
    public bool In(string segment, Func<bool> read) => In(segment, read, static (_, r) => r());

    /// <summary>The same with the callback's argument apart, so that hot paths make no closure.</summary>
    internal bool In<T>(CborLabel segment, T argument, Func<StrictCborReader, T, bool> read)
    {
        _path.Enter(segment);
        bool good = read(this, argument) || Fail(CborReasons.Malformed); // a callback that gave no reason still ends with one
        _path.Leave();
        return good;
    }

    /// <summary>Reads one item that is no container, or one container whole.</summary>
    private bool TryRead<T>(Func<CborReader, T> read, out T value)
    {
        if (!TryDecode(read, out value))
            return false;
        _input.Left--;
        return true;
    }

    /// <summary>
    /// The one place where exceptions of the library end. The well-formedness pass has been through the bytes, so what is left is a type
    /// that differs or a number that does not fit. Passes what was decoded, and leaves counting to the caller.
    /// </summary>
    private bool TryDecode<T>(Func<CborReader, T> read, out T value)
    {
        value = default!;
        if (_input.Left == 0)
            return Fail(CborReasons.Type);
        try
        {
            _reader.Reset(_input.Rest);
            value = read(_reader);
            _input.Position = _input.Bytes.Length - _reader.BytesRemaining;
            return true;
        }
        catch (Exception e) when (e is CborContentException or InvalidOperationException or OverflowException)
        {
            return Fail(CborReasons.Type);
        }
    }

    /// <summary>What is being read: the whole message, or CBOR nested in it.</summary>
    /// <param name="Bytes">One item.</param>
    /// <param name="BaseOffset">Where it stands in the outermost input.</param>
    /// <param name="Floor">Containers that were open when it was entered.</param>
    private record struct Input(ReadOnlyMemory<byte> Bytes, int BaseOffset, int Floor)
    {
        public int Position = 0;

        /// <summary>Items left in the innermost open container; at the top, the one item.</summary>
        public int Left = 1;

        public readonly ReadOnlyMemory<byte> Rest => Bytes[Position..];
    }
}
