using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Der;

/// <summary>Values of the primitive types, each in its one DER encoding (X.690 sections 8 and 11).</summary>
internal static class DerValues
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Section 8.3: two's complement, big-endian, no needless leading byte.</summary>
    public static ReadOnlyMemory<byte> Integer(ref this DerReader reader, string path, byte tag = DerTag.Integer)
    {
        int at = reader.Offset;
        ReadOnlyMemory<byte> content = reader.Content(tag, path);
        ReadOnlySpan<byte> bytes = content.Span;
        bool shortest = bytes.Length == 1
            || (bytes.Length > 1 && !(bytes[0] == 0 && bytes[1] < 0x80) && !(bytes[0] == 0xFF && bytes[1] >= 0x80));
        return shortest ? content : throw new DerDefect(DerReasons.Value, at, path);
    }

    /// <summary>An integer from 0 to 2^63 − 1.</summary>
    public static long Unsigned(ref this DerReader reader, string path, byte tag = DerTag.Integer)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> bytes = reader.Integer(path, tag).Span;
        if (bytes[0] >= 0x80)
            throw new DerDefect(DerReasons.Value, at, path);
        if (bytes.Length > 8)
            throw new DerDefect(DerReasons.TooLarge, at, path);
        Span<byte> wide = stackalloc byte[8];
        wide.Clear();
        bytes.CopyTo(wide[(8 - bytes.Length)..]);
        return BinaryPrimitives.ReadInt64BigEndian(wide);
    }

    /// <summary>Section 11.1: FALSE is 00, TRUE is FF.</summary>
    public static bool Boolean(ref this DerReader reader, string path)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> content = reader.Content(DerTag.Boolean, path).Span;
        if (content.Length != 1 || content[0] is not (0x00 or 0xFF))
            throw new DerDefect(DerReasons.Value, at, path);
        return content[0] == 0xFF;
    }

    /// <summary>Section 8.6 and 11.2: the count of unused bits, then the bits; unused bits are zero.</summary>
    public static ReadOnlyMemory<byte> BitString(ref this DerReader reader, string path, out int unusedBits, byte tag = DerTag.BitString)
    {
        int at = reader.Offset;
        ReadOnlyMemory<byte> content = reader.Content(tag, path);
        ReadOnlySpan<byte> bytes = content.Span;
        unusedBits = bytes.IsEmpty ? 8 : bytes[0];
        bool padded = unusedBits <= 7 && (bytes.Length > 1 || unusedBits == 0)
            && (bytes.Length == 1 || (bytes[^1] & ((1 << unusedBits) - 1)) == 0);
        return padded ? content[1..] : throw new DerDefect(DerReasons.Value, at, path);
    }

    /// <summary>A bit string of whole bytes, as keys and signatures are.</summary>
    public static ReadOnlyMemory<byte> BitStringOfBytes(ref this DerReader reader, string path)
    {
        int at = reader.Offset;
        ReadOnlyMemory<byte> bits = reader.BitString(path, out int unused);
        return unused == 0 ? bits : throw new DerDefect(DerReasons.Value, at, path);
    }

    public static ReadOnlyMemory<byte> OctetString(ref this DerReader reader, string path) => reader.Content(DerTag.OctetString, path);

    /// <summary>Section 8.19, as dotted decimal.</summary>
    public static string ObjectIdentifier(ref this DerReader reader, string path)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> content = reader.Content(DerTag.ObjectIdentifier, path).Span;
        if (KnownIdentifiers.Find(content) is { } known)
            return known;
        if (content.IsEmpty || content[^1] >= 0x80)
            throw new DerDefect(DerReasons.Value, at, path);
        var dotted = new StringBuilder(24);
        ulong arc = 0;
        bool fresh = true;
        foreach (byte part in content)
        {
            if (fresh && part == 0x80)
                throw new DerDefect(DerReasons.Value, at, path); // 8.19.2: no leading zero groups
            if (arc >> 56 != 0)
                throw new DerDefect(DerReasons.TooLarge, at, path);
            arc = (arc << 7) | (part & 0x7Fu);
            fresh = part < 0x80;
            if (!fresh)
                continue;
            AppendArc(dotted, arc);
            arc = 0;
        }
        return dotted.ToString();
    }

    public static string Utf8(ref this DerReader reader, string path, byte tag = DerTag.Utf8String)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> content = reader.Content(tag, path).Span;
        try
        {
            return StrictUtf8.GetString(content);
        }
        catch (DecoderFallbackException)
        {
            throw new DerDefect(DerReasons.Value, at, path);
        }
    }

    public static string Ascii(ref this DerReader reader, string path, byte tag)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> content = reader.Content(tag, path).Span;
        return Ascii7(content) ? Encoding.ASCII.GetString(content) : throw new DerDefect(DerReasons.Value, at, path);
    }

    /// <summary>RFC 5280 section 4.1.2.5: UTCTime YYMMDDHHMMSSZ (1950 to 2049) or GeneralizedTime YYYYMMDDHHMMSSZ.</summary>
    public static DateTimeOffset Time(ref this DerReader reader, string path)
    {
        int at = reader.Offset;
        bool utc = reader.Is(DerTag.UtcTime);
        ReadOnlySpan<byte> content = reader.Content(utc ? DerTag.UtcTime : DerTag.GeneralizedTime, path).Span;
        if (!Ascii7(content) || content.Length != (utc ? 13 : 15))
            throw new DerDefect(DerReasons.Value, at, path);
        Span<char> text = stackalloc char[15];
        if (utc)
            (content[0] < (byte)'5' ? "20" : "19").CopyTo(text);
        Encoding.ASCII.GetChars(content, text[(15 - content.Length)..]);
        if (!DateTimeOffset.TryParseExact(text, "yyyyMMddHHmmss'Z'", CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset time))
            throw new DerDefect(DerReasons.Value, at, path);
        return time;
    }

    private static void AppendArc(StringBuilder dotted, ulong arc)
    {
        if (dotted.Length > 0)
        {
            dotted.Append('.').Append(arc);
            return;
        }
        ulong first = Math.Min(arc / 40, 2); // 8.19.4: the first two arcs share a number
        dotted.Append(first).Append('.').Append(arc - (first * 40));
    }

    private static bool Ascii7(ReadOnlySpan<byte> content) => System.Text.Ascii.IsValid(content);
}
