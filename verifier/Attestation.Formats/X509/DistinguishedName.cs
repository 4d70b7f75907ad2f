using System.Text;
using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>
/// Name (RFC 5280 section 4.1.2.4). Two names are equal when their bytes are: DICE layers copy the issuer's name, so no
/// case folding is needed, and none can be got wrong.
/// </summary>
public sealed class DistinguishedName : IEquatable<DistinguishedName>
{
    private const string IdAtSerialNumber = "2.5.4.5";

    private DistinguishedName(ReadOnlyMemory<byte> raw, string? serialNumber) => (Raw, SerialNumber) = (raw, serialNumber);

    /// <summary>The DER of the name, as it came.</summary>
    public ReadOnlyMemory<byte> Raw { get; }

    /// <summary>The serialNumber attribute, where it is the name's only one: the form of an Open DICE name.</summary>
    public string? SerialNumber { get; }

    public bool IsEmpty => Raw.Length == 2;

    /// <summary>Dotted type and value of each attribute, in their order; values as <see cref="ToString"/> shows them.</summary>
    public IReadOnlyList<(string Type, string Value)> Attributes
    {
        get
        {
            var list = new List<(string, string)>();
            var reader = new DerReader(Raw);
            Walk(ref reader, "", (type, value) => list.Add((type, value)));
            return list;
        }
    }

    /// <summary>
    /// RFC 5280 section 7.1: the same attributes, whatever their string types, case and runs of white space. For finding an issuer's certificate
    /// whose signature is verified afterwards; everything else compares bytes.
    /// </summary>
    public bool Matches(DistinguishedName other) =>
        Equals(other) || Attributes.Select(Folded).SequenceEqual(other.Attributes.Select(Folded));

    public bool Equals(DistinguishedName? other) => other is not null && Raw.Span.SequenceEqual(other.Raw.Span);

    public override bool Equals(object? obj) => Equals(obj as DistinguishedName);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Raw.Span);
        return hash.ToHashCode();
    }

    /// <summary>For people: <c>CN=Manufacturer CA,O=Example</c>, first attribute first.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        var reader = new DerReader(Raw);
        Walk(ref reader, "", (type, value) =>
        {
            if (text.Length > 0)
                text.Append(',');
            text.Append(ShortName(type)).Append('=').Append(value);
        });
        return text.ToString();
    }

    internal static DistinguishedName Read(ref DerReader reader, ReadOnlyMemory<byte> document, string path)
    {
        int from = reader.Offset;
        var (count, type, value) = Walk(ref reader, path, null);
        return new DistinguishedName(document[from..reader.Offset], count == 1 && type == IdAtSerialNumber ? value : null);
    }

    /// <summary>Checks the whole name, hands each attribute to <paramref name="see"/>, and returns their count and the last of them.</summary>
    private static (int Count, string Type, string Value) Walk(ref DerReader reader, string path, Action<string, string>? see)
    {
        DerReader name = reader.Enter(DerTag.Sequence, path);
        (int count, string type, string value) = (0, "", "");
        while (name.HasMore)
        {
            DerReader set = name.Enter(DerTag.Set, path);
            if (!set.HasMore)
                throw set.Defect(DerReasons.Value, path);
            while (set.HasMore)
            {
                if (++count > 64)
                    throw set.Defect(DerReasons.TooLarge, path);
                (type, value) = ReadAttribute(ref set, path);
                see?.Invoke(type, value);
            }
        }
        return (count, type, value);
    }

    /// <summary>The rest of DirectoryString and its relatives (RFC 5280 appendix A.1): compared by their bytes, shown as hex.</summary>
    private static readonly byte[] OtherStrings =
        [DerTag.NumericString, DerTag.T61String, DerTag.VisibleString, DerTag.UniversalString, DerTag.BmpString];

    private static (string Type, string Value) ReadAttribute(ref DerReader set, string path)
    {
        DerReader attribute = set.Enter(DerTag.Sequence, path);
        string type = attribute.ObjectIdentifier(path);
        string value;
        if (attribute.Is(DerTag.Utf8String))
            value = attribute.Utf8(path);
        else if (attribute.Is(DerTag.PrintableString))
            value = attribute.Ascii(path, DerTag.PrintableString);
        else if (attribute.Is(DerTag.Ia5String))
            value = attribute.Ascii(path, DerTag.Ia5String);
        else if (OtherStrings.Any(attribute.Is))
            value = "#" + Convert.ToHexStringLower(attribute.Element(path).Span);
        else
            throw new DerDefect(DerReasons.Tag, attribute.Offset, path);
        attribute.End(path);
        return (type, Printable(value));
    }

    /// <summary>Control characters and separators never reach a terminal or a log line.</summary>
    private static string Printable(string value)
    {
        if (!value.AsSpan().ContainsAny(Separators) && !HasControl(value))
            return value;
        var text = new StringBuilder(value.Length + 8);
        foreach (char c in value)
            text.Append(char.IsControl(c) ? $"\\{(int)c:X2}" : Separators.Contains(c) ? $"\\{c}" : c.ToString());
        return text.ToString();
    }

    private static bool HasControl(string value)
    {
        foreach (char c in value)
        {
            if (char.IsControl(c))
                return true;
        }
        return false;
    }

    private static (string Type, string Value) Folded((string Type, string Value) attribute) =>
        (attribute.Type, string.Join(' ', attribute.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant());

    private const string Separators = ",=+\\\"";

    private static string ShortName(string type) => type switch
    {
        "2.5.4.3" => "CN",
        IdAtSerialNumber => "serialNumber",
        "2.5.4.6" => "C",
        "2.5.4.7" => "L",
        "2.5.4.8" => "ST",
        "2.5.4.10" => "O",
        "2.5.4.11" => "OU",
        _ => type,
    };
}
