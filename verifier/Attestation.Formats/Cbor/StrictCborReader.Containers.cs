using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cbor;

public sealed partial class StrictCborReader
{
    /// <summary>Entries of a list unless a format says otherwise.</summary>
    public const int DefaultMaxItems = 4096;

    /// <summary>Reads a map with integer or text keys.</summary>
    /// <param name="field">Called after each key; must read exactly the value and return true.</param>
    /// <param name="max">Most entries.</param>
    public bool TryReadMap(Func<CborLabel, bool> field, int max = DefaultMaxItems)
    {
        int offset = Offset;
        if (!TryRead(static r => r.ReadStartMap(), out int? count))
            return false;
        if (count > max)
            return FailAt(CborReasons.TooLarge, offset);
        for (int i = 0; i < count; i++)
        {
            if (!TryReadLabel(out CborLabel label) || !In(label, label, field))
                return false;
        }
        return TryRead(static r => { r.ReadEndMap(); return true; }, out _);
    }

    /// <summary>Reads an array whose items are all alike.</summary>
    /// <param name="item">Called before each item with its index; must read exactly the item and return true.</param>
    public bool TryReadArray(Func<int, bool> item, int min = 0, int max = DefaultMaxItems)
    {
        int offset = Offset;
        if (!TryRead(static r => r.ReadStartArray(), out int? count))
            return false;
        if (count > max)
            return FailAt(CborReasons.TooLarge, offset);
        if (count < min)
            return FailAt(CborReasons.Type, offset);
        for (int i = 0; i < count; i++)
        {
            if (!In(i, i, item))
                return false;
        }
        return TryRead(static r => { r.ReadEndArray(); return true; }, out _);
    }

    /// <summary>Enters an array whose items differ; the caller reads them and calls <see cref="TryEndArray"/>.</summary>
    public bool TryStartArray(out int count)
    {
        bool good = TryRead(static r => r.ReadStartArray(), out int? declared);
        count = declared ?? 0;
        return good;
    }

    public bool TryEndArray() => TryRead(static r => { r.ReadEndArray(); return true; }, out _);

    /// <summary>Enters a map whose keys may be of any type; the caller reads keys and values and calls <see cref="TryEndMap"/>.</summary>
    public bool TryStartMap(out int count)
    {
        bool good = TryRead(static r => r.ReadStartMap(), out int? declared);
        count = declared ?? 0;
        return good;
    }

    public bool TryEndMap() => TryRead(static r => { r.ReadEndMap(); return true; }, out _);
}
