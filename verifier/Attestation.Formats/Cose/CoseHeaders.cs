using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Cose;

/// <summary>
/// A header map (RFC 9052 section 3), protected or unprotected. Known parameters are typed, the rest stays as encoded items. Nothing here
/// is authenticated until the message has been verified, and unprotected headers never are.
/// </summary>
public sealed class CoseHeaders
{
    /// <summary>An empty header map.</summary>
    internal static readonly CoseHeaders None = new(0);

    private const int UsualCount = 1, MaxCount = 64;

    private readonly List<KeyValuePair<CborLabel, ReadOnlyMemory<byte>>> _items; // a handful: looked through faster than hashed

    private CoseHeaders(int count) => _items = new(count);

    /// <summary>alg as a number; null when absent.</summary>
    public long? Algorithm { get; private set; }

    /// <summary>Text form of the content type; null when absent or given as a CoAP number.</summary>
    public string? ContentType { get; private set; }

    /// <summary>CoAP content format (RFC 7252 section 12.3); null when absent or given as text.</summary>
    public long? ContentFormat { get; private set; }

    public ReadOnlyMemory<byte>? KeyId { get; private set; }

    /// <summary>Labels marked as critical; empty when absent.</summary>
    public IReadOnlyList<CborLabel> Critical { get; private set; } = [];

    /// <summary>x5chain: DER certificates, leaf first; empty when absent.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> X5Chain { get; private set; } = [];

    /// <summary>x5t: hash algorithm and hash of the leaf certificate.</summary>
    public (long Algorithm, ReadOnlyMemory<byte> Hash)? X5T { get; private set; }

    /// <summary>All labels.</summary>
    public IEnumerable<CborLabel> Labels => _items.Select(item => item.Key);

    /// <summary>A parameter as the encoded item that came.</summary>
    public bool TryGet(CborLabel label, out ReadOnlyMemory<byte> item)
    {
        foreach ((CborLabel key, ReadOnlyMemory<byte> value) in _items)
        {
            if (key != label)
                continue;
            item = value;
            return true;
        }
        item = default;
        return false;
    }

    /// <summary>A parameter that is a byte string; false when absent or of another type.</summary>
    public bool TryGetBytes(CborLabel label, out ReadOnlyMemory<byte> content)
    {
        content = default;
        if (!TryGet(label, out ReadOnlyMemory<byte> item) || CborHead.Read(item.Span) is not { Major: CborHead.Bytes } head)
            return false;
        content = item[head.Size..];
        return true;
    }

    /// <summary>Is any of these labels here too?</summary>
    internal bool Shares(CoseHeaders other)
    {
        foreach ((CborLabel label, _) in other._items)
        {
            if (TryGet(label, out _))
                return true;
        }
        return false;
    }

    internal static bool TryRead(StrictCborReader reader, out CoseHeaders headers)
    {
        headers = new CoseHeaders(UsualCount);
        if (!reader.TryReadMap(headers, static (r, read, label) => read.TryReadParameter(r, label), MaxCount))
            return false;
        if (headers._items.Count == 0)
            headers = None;
        return true;
    }

    private bool TryReadParameter(StrictCborReader reader, CborLabel label)
    {
        if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
            return false;
        _items.Add(new(label, item)); // no label twice: the input was checked for that
        return !IsTyped(label.Integer)
            || reader.TryReadItem(item, (Headers: this, Label: label), static (value, to) => to.Headers.TryTyped(value, to.Label))
            || reader.Recast(FaultOf(label.Integer));
    }

    private static bool IsTyped(long? label) => label is CoseHeaderLabel.Algorithm or CoseHeaderLabel.Critical or CoseHeaderLabel.ContentType
        or CoseHeaderLabel.KeyId or CoseHeaderLabel.X5Chain or CoseHeaderLabel.X5T;

    private static ReasonCode FaultOf(long? label) => label switch
    {
        CoseHeaderLabel.X5Chain => CoseReasons.X5Chain,
        CoseHeaderLabel.X5T => CoseReasons.X5T,
        CoseHeaderLabel.Critical => CoseReasons.CriticalMalformed,
        _ => CoseReasons.HeaderType,
    };

    private bool TryTyped(StrictCborReader value, CborLabel label) => label.Integer switch
    {
        CoseHeaderLabel.Algorithm => TryAlgorithm(value),
        CoseHeaderLabel.Critical => TryCritical(value),
        CoseHeaderLabel.ContentType => TryContentType(value),
        CoseHeaderLabel.KeyId => value.TryReadBytes(out ReadOnlyMemory<byte> kid) && Set(KeyId = kid),
        CoseHeaderLabel.X5Chain => TryX5Chain(value),
        _ => TryX5T(value),
    };

    /// <summary>A text names an algorithm too (RFC 9052 section 3.1), but none that is accepted: it stays unknown.</summary>
    private bool TryAlgorithm(StrictCborReader value)
    {
        if (value.IsText)
            return value.TryReadText(out _) && Set(Algorithm = long.MinValue);
        return value.TryReadInt64(out long number) && Set(Algorithm = number);
    }

    private bool TryCritical(StrictCborReader value)
    {
        var labels = new List<CborLabel>();
        if (!value.TryReadArray(labels, static (r, list, _) => r.TryReadLabel(out CborLabel label) && Add(list, label), min: 1, max: 64))
            return false;
        Critical = labels;
        return true;
    }

    private bool TryContentType(StrictCborReader value)
    {
        if (value.IsText)
            return value.TryReadText(out string text) && Set(ContentType = text);
        return value.TryReadInt32(out int format, 0, ushort.MaxValue) && Set(ContentFormat = format);
    }

    /// <summary>RFC 9360 section 2: one certificate is a byte string, several are an array of at least two.</summary>
    private bool TryX5Chain(StrictCborReader value) => value.IsBytes
        ? value.TryReadBytes(out ReadOnlyMemory<byte> single, min: 1) && Set(X5Chain = [single])
        : TryX5Certificates(value);

    private bool TryX5Certificates(StrictCborReader value)
    {
        var chain = new List<ReadOnlyMemory<byte>>(8);
        if (!value.TryReadArray(chain, static (r, list, _) => r.TryReadBytes(out ReadOnlyMemory<byte> certificate, min: 1) && Add(list, certificate), min: 2, max: 32))
            return false;
        X5Chain = chain;
        return true;
    }

    private bool TryX5T(StrictCborReader value)
    {
        if (!value.TryStartArray(out int count) || count != 2 || !value.TryReadInt64(out long algorithm)
            || !value.TryReadBytes(out ReadOnlyMemory<byte> hash, min: 16, max: 64))
            return false;
        X5T = (algorithm, hash);
        return true;
    }

    /// <summary>Lets an assignment stand at the end of a condition, without a closure.</summary>
    private static bool Set<T>(T _) => true;

    private static bool Add<T>(List<T> list, T item)
    {
        list.Add(item);
        return true;
    }
}
