using System.Text;

namespace Attestation.Formats.Cbor;

/// <summary>Where a reader stands, as a stack of segments (a map's key, an array's index, a name): cheap to enter and leave, spelled out only in an error.</summary>
internal sealed class CborPath
{
    private const int UsualDepth = 6;

    private CborLabel[] _segments = new CborLabel[UsualDepth];
    private int _count;

    public void Enter(CborLabel segment)
    {
        if (_count == _segments.Length)
            Array.Resize(ref _segments, 2 * _count);
        _segments[_count++] = segment;
    }

    public void Leave() => _count--;

    /// <summary>A path that goes on from here by itself.</summary>
    public CborPath Fork() => new() { _segments = [.. _segments], _count = _count };

    /// <summary>Outermost first, with slashes between.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        for (int i = 0; i < _count; i++)
            text.Append(i == 0 ? "" : "/").Append(_segments[i]);
        return text.ToString();
    }
}
