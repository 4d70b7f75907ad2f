using System.Formats.Cbor;

namespace Attestation.Formats.Cbor;

public sealed partial class StrictCborReader
{
    /// <summary>Opens CBOR that stood in a byte string which this reader handed out: errors then name the place in the outer input.</summary>
    public bool TryOpenNested(ReadOnlyMemory<byte> slice, out StrictCborReader nested)
    {
        nested = null!;
        if (!TryCheckNested(slice))
            return false;
        nested = new StrictCborReader(new CborReader(slice, CborConformanceMode.Lax), _path.Fork(), new Input(slice, OffsetOf(slice), 0));
        return true;
    }

    /// <summary>The same without another reader: for the time of the callback this one reads what is nested, and then goes on where it was.</summary>
    /// <param name="slice">Content of a byte string that this reader handed out; checked first.</param>
    /// <param name="argument">Handed to <paramref name="read"/>, so that it needs no closure.</param>
    /// <param name="read">Reads the item; what it leaves unread is passed over.</param>
    internal bool TryReadNested<T>(ReadOnlyMemory<byte> slice, T argument, Func<StrictCborReader, T, bool> read) =>
        TryCheckNested(slice) && TryReadItem(slice, argument, read);

    /// <summary>Goes back into an item that <see cref="TryReadRaw"/> handed out. It was checked with the whole input and is not checked again.</summary>
    internal bool TryReadItem<T>(ReadOnlyMemory<byte> item, T argument, Func<StrictCborReader, T, bool> read)
    {
        Input outer = _input;
        int depth = _depth;
        _input = new Input(item, OffsetOf(item), depth);
        bool good = read(this, argument);
        (_input, _depth) = (outer, depth);
        return good;
    }

    private bool TryCheckNested(ReadOnlyMemory<byte> slice) =>
        CborWellFormed.TryCheck(slice, out ParseError error, _input.Bytes.Length) || FailWith(error.Within(Path, OffsetOf(slice)));

    private int OffsetOf(ReadOnlyMemory<byte> slice) =>
        _input.Bytes.Span.Overlaps(slice.Span, out int distance) ? _input.BaseOffset + distance : _input.BaseOffset;
}
