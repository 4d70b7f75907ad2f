using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// Writes the DER that a certificate in BER should have been (X.690 sections 10 and 11), and notes each deviation with its place. The result is
/// for reading only: signatures are verified over the bytes that came. Indefinite lengths and constructed strings are refused: no TPM has them.
/// </summary>
internal sealed class BerRepair(ReadOnlyMemory<byte> document, List<DialectNote> notes)
{
    private const int MaxDepth = 32;

    private static readonly string[] CertificateFields = ["tbsCertificate", "signatureAlgorithm", "signatureValue"];

    private static readonly string[] SignedFields = ["version", "serialNumber", "signature", "issuer", "validity", "subject", "subjectPublicKeyInfo"];

    /// <summary>Index among its siblings of each element that encloses the one being read.</summary>
    private readonly List<int> _place = [];

    /// <summary>Start, content and end of an element, its length in any definite form.</summary>
    public static (byte Tag, int Content, int End) Header(ReadOnlySpan<byte> document, int at, int end)
    {
        if (end - at < 2)
            throw new DerDefect(DerReasons.Truncated, at, "");
        if ((document[at] & 0x1F) == 0x1F)
            throw new DerDefect(DerReasons.Tag, at, "");
        int count = document[at + 1] < 0x80 ? 0 : document[at + 1] & 0x7F;
        if (count == 0 && document[at + 1] >= 0x80)
            throw new DerDefect(DerReasons.Length, at + 1, "");
        if (count > 8)
            throw new DerDefect(DerReasons.TooLarge, at + 1, "");
        if (end - at < 2 + count)
            throw new DerDefect(DerReasons.Truncated, at, "");
        long length = count == 0 ? document[at + 1] : 0;
        for (int i = 0; i < count; i++)
        {
            length = (length << 8) | document[at + 2 + i];
            if (length > end - at)
                throw new DerDefect(DerReasons.Truncated, at, "");
        }
        int content = at + 2 + count;
        return length <= end - content ? (document[at], content, content + (int)length) : throw new DerDefect(DerReasons.Truncated, at, "");
    }

    /// <summary>The whole element at an offset.</summary>
    public byte[] Repair(int at, int end) => Element(at, end, out _);

    private byte[] Element(int at, int limit, out int end)
    {
        ReadOnlySpan<byte> bytes = document.Span;
        (byte tag, int content, end) = Header(bytes, at, limit);
        if (_place.Count > MaxDepth)
            throw new DerDefect(DerReasons.TooLarge, at, "");
        byte[] value = (tag & 0x20) != 0 ? Constructed(tag, content, end, at) : Primitive(tag, content, end, at);
        byte[] header = HeaderOf(tag, end - content);
        if (!bytes[at..content].SequenceEqual(header))
            Note(Dialect.LengthNotShortest, at);
        return [.. HeaderOf(tag, value.Length), .. value];
    }

    private byte[] Constructed(byte tag, int content, int end, int at)
    {
        var children = new List<byte[]>();
        _place.Add(0);
        for (int next = content; next < end; _place[^1]++)
            children.Add(Element(next, end, out next));
        _place.RemoveAt(_place.Count - 1);
        if (tag == DerTag.Set && Sort(children))
            Note(Dialect.SetOrder, at);
        return [.. children.SelectMany(child => child)];
    }

    /// <summary>Section 11.6: as if the shorter were padded with zeros. True where the order was another.</summary>
    private static bool Sort(List<byte[]> elements)
    {
        List<byte[]> before = [.. elements];
        elements.Sort((a, b) => a.AsSpan().SequenceCompareTo(b));
        return !before.SequenceEqual(elements);
    }

    private byte[] Primitive(byte tag, int content, int end, int at)
    {
        ReadOnlySpan<byte> value = document.Span[content..end];
        return tag switch
        {
            DerTag.Boolean when value.Length == 1 && value[0] is not (0x00 or 0xFF) => Noted(Dialect.BooleanNotFF, at, [0xFF]),
            DerTag.Integer or DerTag.Enumerated => Integer(value, at, mustBePositive: false),
            DerTag.BitString => Bits(value, content, end, at),
            DerTag.OctetString when IsExtensionValue => Inner(content, end) ?? value.ToArray(),
            _ => value.ToArray(),
        };
    }

    private byte[] Integer(ReadOnlySpan<byte> value, int at, bool mustBePositive)
    {
        ReadOnlySpan<byte> shortest = value;
        while (shortest.Length > 1 && ((shortest[0] == 0 && shortest[1] < 0x80) || (shortest[0] == 0xFF && shortest[1] >= 0x80)))
            shortest = shortest[1..];
        if (mustBePositive && value.Length > 0 && value[0] >= 0x80)
            return Noted(Dialect.MissingSignByte, at, [0x00, .. value]);
        return shortest.Length == value.Length ? value.ToArray() : Noted(Dialect.IntegerNotShortest, at, shortest.ToArray());
    }

    /// <summary>Keys and signatures are structures inside a bit string; of any other, unused bits are cleared.</summary>
    private byte[] Bits(ReadOnlySpan<byte> value, int content, int end, int at)
    {
        if (value.Length > 1 && value[0] is > 0 and <= 7 && (value[^1] & ((1 << value[0]) - 1)) != 0)
            return Noted(Dialect.UnusedBitsSet, at, [.. value[..^1], (byte)(value[^1] & ~((1 << value[0]) - 1))]);
        bool holdsNumbers = value.Length > 2 && value[0] == 0 && value[1] == DerTag.Sequence && (IsSignature || IsPublicKey);
        return holdsNumbers && Numbers(content + 1, end) is { } repaired ? [0x00, .. repaired] : value.ToArray();
    }

    /// <summary>RSAPublicKey or ECDSA-Sig-Value: a SEQUENCE of two positive integers; null where it is anything else.</summary>
    private byte[]? Numbers(int from, int limit)
    {
        int noted = notes.Count;
        try
        {
            ReadOnlySpan<byte> bytes = document.Span;
            var (_, content, end) = Header(bytes, from, limit);
            var numbers = new List<byte>();
            for (int next = content; next < end;)
            {
                (byte tag, int first, int last) = Header(bytes, next, end);
                if (tag != DerTag.Integer)
                    return null;
                byte[] number = Integer(bytes[first..last], next, mustBePositive: true);
                numbers.AddRange([.. HeaderOf(tag, number.Length), .. number]);
                if (!bytes[next..first].SequenceEqual(HeaderOf(tag, last - first)))
                    Note(Dialect.LengthNotShortest, next);
                next = last;
            }
            if (!bytes[from..content].SequenceEqual(HeaderOf(DerTag.Sequence, end - content)))
                Note(Dialect.LengthNotShortest, from);
            return end == limit ? [.. HeaderOf(DerTag.Sequence, numbers.Count), .. numbers] : null;
        }
        catch (DerDefect)
        {
            notes.RemoveRange(noted, notes.Count - noted);
            return null; // not such a structure: the strict reader behind this one says what is wrong with it
        }
    }

    /// <summary>The value of an extension, where it is one element and nothing else; some are not.</summary>
    private byte[]? Inner(int from, int end)
    {
        int noted = notes.Count;
        int depth = _place.Count;
        try
        {
            byte[] element = Element(from, end, out int last);
            if (last == end)
                return element;
        }
        catch (DerDefect)
        {
            _place.RemoveRange(depth, _place.Count - depth);
        }
        notes.RemoveRange(noted, notes.Count - noted);
        return null;
    }

    private byte[] Noted(Dialect dialect, int at, byte[] value)
    {
        Note(dialect, at);
        return value;
    }

    private void Note(Dialect dialect, int at) => notes.Add(new DialectNote(dialect, $"{PlaceName}byte {at}"));

    private bool HasVersion => document.Span is var bytes && Header(bytes, 0, bytes.Length).Content is var signed
        && Header(bytes, signed, bytes.Length).Content is var first && first < bytes.Length && bytes[first] == DerTag.ContextConstructed(0);

    private bool IsSignature => _place is [2];

    private bool IsPublicKey => _place is [0, var number, 1] && number == (HasVersion ? 6 : 5);

    /// <summary>tbsCertificate / [3] / SEQUENCE / Extension / extnValue.</summary>
    private bool IsExtensionValue => _place is [0, >= 6, 0, _, 1 or 2];

    private string PlaceName => _place switch
    {
        [0, var number, ..] => $"tbsCertificate/{FieldName(number)}/",
        [var part, ..] when part < CertificateFields.Length => CertificateFields[part] + "/",
        _ => "",
    };

    private string FieldName(int number)
    {
        int index = number + (HasVersion ? 0 : 1);
        return index < SignedFields.Length ? SignedFields[index] : "extensions";
    }

    private static byte[] HeaderOf(byte tag, int length) => length switch
    {
        < 0x80 => [tag, (byte)length],
        < 0x100 => [tag, 0x81, (byte)length],
        < 0x10000 => [tag, 0x82, (byte)(length >> 8), (byte)(length & 0xFF)],
        _ => [tag, 0x83, (byte)(length >> 16), (byte)(length >> 8 & 0xFF), (byte)(length & 0xFF)],
    };
}
