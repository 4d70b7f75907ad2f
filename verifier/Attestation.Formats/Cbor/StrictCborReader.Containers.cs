using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

public sealed partial class StrictCborReader
{
    /// <summary>Entries of a list unless a format says otherwise.</summary>
    public const int DefaultMaxItems = 4096;

    /// <summary>Reads a map with integer or text keys.</summary>
    /// <param name="field">Called after each key; must read exactly the value and return true.</param>
    /// <param name="max">Most entries.</param>
    public bool TryReadMap(Func<CborLabel, bool> field, int max = DefaultMaxItems) => TryReadMap(field, static (_, f, label) => f(label), max);

    /// <summary>The same with the callback's argument apart, so that hot paths make no closure.</summary>
    internal bool TryReadMap<T>(T argument, Func<StrictCborReader, T, CborLabel, bool> field, int max = DefaultMaxItems)
    {
        int offset = Offset;
        if (!TryStartMap(out int count))
            return false;
        if (count > max)
            return FailAt(CborReasons.TooLarge, offset);
        for (int i = 0; i < count; i++)
        {
            if (!TryReadLabel(out CborLabel label))
                return false;
            _path.Enter(label);
            bool good = field(this, argument, label) || Fail(CborReasons.Malformed); // as in In
            _path.Leave();
            if (!good)
                return false;
        }
        return TryEndMap();
    }

    /// <summary>Reads an array whose items are all alike.</summary>
    /// <param name="item">Called before each item with its index; must read exactly the item and return true.</param>
    public bool TryReadArray(Func<int, bool> item, int min = 0, int max = DefaultMaxItems) =>
        TryReadArray(item, static (_, read, index) => read(index), min, max);

    /// <summary>The same with the callback's argument apart, so that hot paths make no closure.</summary>
    internal bool TryReadArray<T>(T argument, Func<StrictCborReader, T, int, bool> item, int min = 0, int max = DefaultMaxItems)
    {
        int offset = Offset;
        if (!TryStartArray(out int count))
            return false;
        if (count > max)
            return FailAt(CborReasons.TooLarge, offset);
        if (count < min)
            return FailAt(CborReasons.Type, offset);
        for (int i = 0; i < count; i++)
        {
            _path.Enter(i);
            bool good = item(this, argument, i) || Fail(CborReasons.Malformed); // as in In
            _path.Leave();
            if (!good)
                return false;
        }
        return TryEndArray();
    }

    /// <summary>Enters an array whose items differ; the caller reads them and calls <see cref="TryEndArray"/>.</summary>
    public bool TryStartArray(out int count) => TryStart(CborHead.Array, 1, out count);

    public bool TryEndArray() => TryClose();

    /// <summary>Enters a map whose keys may be of any type; the caller reads keys and values and calls <see cref="TryEndMap"/>.</summary>
    public bool TryStartMap(out int count) => TryStart(CborHead.Map, 2, out count);

    public bool TryEndMap() => TryClose();

    /// <summary>By its head alone: entering a container in the library's reader would make that reader keep its own stack.</summary>
    private bool TryStart(int major, int itemsEach, out int count)
    {
        count = 0;
        if (_input.Left == 0 || CborHead.Read(_input.Rest.Span) is var head && head.Major != major)
            return Fail(CborReasons.Type);
        count = (int)head.Argument; // compared with the length of the input before
        _input.Position += head.Size;
        Open(itemsEach * count);
        return true;
    }

    /// <param name="items">Items inside; a map's keys and values both count. Lengths are definite, and no longer than the input.</param>
    private void Open(int items)
    {
        if (_depth == _outerLeft.Length)
            Array.Resize(ref _outerLeft, 2 * _depth);
        _outerLeft[_depth++] = _input.Left - 1;
        _input.Left = items;
    }

    private bool TryClose()
    {
        if (_depth == _input.Floor || _input.Left != 0)
            return Fail(CborReasons.Type);
        _input.Left = _outerLeft[--_depth];
        return true;
    }
}
