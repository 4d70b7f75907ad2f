using System.Formats.Cbor;
using System.Globalization;
using System.Text;

namespace Attestation.Formats.Cbor;

/// <summary>Prints CBOR for people in diagnostic notation (RFC 8949 section 8). Byte strings that hold CBOR are not opened.</summary>
public static class CborDiagnostic
{
    /// <summary>The item as text: containers over several lines, two spaces per level.</summary>
    public static bool TryPrint(ReadOnlyMemory<byte> bytes, out string text, out ParseError error)
    {
        text = "";
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out error))
            return false;
        var output = new StringBuilder();
        if (!TryItem(reader, output, 0))
        {
            error = reader.Error;
            return false;
        }
        text = output.ToString();
        return true;
    }

    /// <summary>Nesting was limited by the well-formedness pass, so this recursion is too.</summary>
    private static bool TryItem(StrictCborReader reader, StringBuilder output, int level)
    {
        switch (reader.Peek())
        {
            case CborReaderState.StartArray:
                return TryArray(reader, output, level);
            case CborReaderState.StartMap:
                return TryMap(reader, output, level);
            case CborReaderState.Tag:
                return TryTag(reader, output, level);
            default:
                if (!reader.TryReadRaw(out ReadOnlyMemory<byte> item))
                    return false;
                output.Append(Scalar(item));
                return true;
        }
    }

    private static bool TryArray(StrictCborReader reader, StringBuilder output, int level)
    {
        output.Append('[');
        bool any = false;
        bool good = reader.TryReadArray(_ => Separate(output, ref any, level + 1) && TryItem(reader, output, level + 1), max: int.MaxValue);
        return good && Close(output, ']', any, level);
    }

    private static bool TryMap(StrictCborReader reader, StringBuilder output, int level)
    {
        output.Append('{');
        bool any = false;
        if (!reader.TryStartMap(out int count))
            return false;
        for (int i = 0; i < count; i++)
        {
            Separate(output, ref any, level + 1);
            if (!TryItem(reader, output, level + 1))
                return false;
            output.Append(": ");
            if (!TryItem(reader, output, level + 1))
                return false;
        }
        return reader.TryEndMap() && Close(output, '}', any, level);
    }

    private static bool TryTag(StrictCborReader reader, StringBuilder output, int level)
    {
        if (!reader.TryReadAnyTag(out ulong number))
            return false;
        output.Append(CultureInfo.InvariantCulture, $"{number}(");
        if (!TryItem(reader, output, level))
            return false;
        output.Append(')');
        return true;
    }

    private static string Scalar(ReadOnlyMemory<byte> item)
    {
        var reader = new CborReader(item, CborConformanceMode.Strict);
        return reader.PeekState() switch
        {
            CborReaderState.UnsignedInteger => reader.ReadUInt64().ToString(CultureInfo.InvariantCulture),
            CborReaderState.NegativeInteger => "-" + (1 + (UInt128)reader.ReadCborNegativeIntegerRepresentation()).ToString(CultureInfo.InvariantCulture),
            CborReaderState.ByteString => $"h'{Convert.ToHexStringLower(reader.ReadByteString())}'",
            CborReaderState.TextString => Quote(reader.ReadTextString()),
            CborReaderState.HalfPrecisionFloat or CborReaderState.SinglePrecisionFloat or CborReaderState.DoublePrecisionFloat => Float(reader.ReadDouble()),
            CborReaderState.Boolean => reader.ReadBoolean() ? "true" : "false",
            CborReaderState.Null => "null",
            _ => Simple((byte)reader.ReadSimpleValue()),
        };
    }

    private static string Simple(byte value) => value == 23 ? "undefined" : $"simple({value})";

    private static string Float(double value)
    {
        if (double.IsNaN(value))
            return "NaN";
        if (double.IsInfinity(value))
            return value < 0 ? "-Infinity" : "Infinity";
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        return text.AsSpan().ContainsAny('.', 'E') ? text : text + ".0";
    }

    /// <summary>JSON's escapes, so that no text can leave its line or steer a terminal.</summary>
    internal static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            if (c is '"' or '\\')
                quoted.Append('\\').Append(c);
            else if (char.IsControl(c) || char.IsSurrogate(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                quoted.Append(c);
        }
        return quoted.Append('"').ToString();
    }

    private static bool Separate(StringBuilder output, ref bool any, int level)
    {
        output.Append(any ? ",\n" : "\n").Append(' ', 2 * level);
        any = true;
        return true;
    }

    private static bool Close(StringBuilder output, char bracket, bool any, int level)
    {
        if (any)
            output.Append('\n').Append(' ', 2 * level);
        output.Append(bracket);
        return true;
    }
}
