namespace Attestation.Formats.Keys;

/// <summary>
/// The two forms of an ECDSA signature: r‖s at fixed length (RFC 9053 section 2.1, RFC 7518 section 3.4) and DER
/// SEQUENCE { r INTEGER, s INTEGER } (RFC 3279 section 2.2.3).
/// </summary>
internal static class EcdsaSignatureForm
{
    /// <summary>Enough for P-521: two integers of 67 bytes, their headers, and a two-byte sequence length.</summary>
    public const int MaxDerLength = 2 * (2 + 67) + 3;

    /// <summary>r‖s to DER; 0 where the length is not twice the coordinate's.</summary>
    public static int ToDer(ReadOnlySpan<byte> fixedLength, int size, Span<byte> der)
    {
        if (fixedLength.Length != 2 * size)
            return 0;
        Span<byte> body = stackalloc byte[2 * (2 + 67)];
        int length = WriteInteger(fixedLength[..size], body);
        length += WriteInteger(fixedLength[size..], body[length..]);
        int header = length < 0x80 ? 2 : 3;
        der[0] = 0x30;
        der[1] = header == 2 ? (byte)length : (byte)0x81;
        der[header - 1] = (byte)length;
        body[..length].CopyTo(der[header..]);
        return header + length;
    }

    /// <summary>DER to r‖s. False for anything but the one DER encoding of two non-negative integers that fit.</summary>
    public static bool TryToFixedLength(ReadOnlySpan<byte> der, int size, Span<byte> fixedLength)
    {
        int header = der.Length > 2 && der[1] == 0x81 ? 3 : 2;
        if (der.Length < header || der[0] != 0x30 || der[header - 1] != der.Length - header)
            return false;
        if (header == 3 ? der[2] < 0x80 : der[1] >= 0x80)
            return false;
        ReadOnlySpan<byte> rest = der[header..];
        return TryReadInteger(ref rest, fixedLength[..size])
            && TryReadInteger(ref rest, fixedLength.Slice(size, size))
            && rest.IsEmpty;
    }

    private static int WriteInteger(ReadOnlySpan<byte> value, Span<byte> der)
    {
        while (value.Length > 1 && value[0] == 0)
            value = value[1..];
        int pad = value[0] >> 7; // a set top bit would read as negative
        der[0] = 0x02;
        der[1] = (byte)(value.Length + pad);
        der[2] = 0;
        value.CopyTo(der[(2 + pad)..]);
        return 2 + pad + value.Length;
    }

    private static bool TryReadInteger(ref ReadOnlySpan<byte> rest, Span<byte> value)
    {
        value.Clear();
        if (rest.Length < 3 || rest[0] != 0x02 || rest[1] == 0 || rest[1] >= 0x80 || rest.Length < 2 + rest[1])
            return false;
        ReadOnlySpan<byte> content = rest.Slice(2, rest[1]);
        rest = rest[(2 + content.Length)..];
        if (content[0] >= 0x80 || (content.Length > 1 && content[0] == 0 && content[1] < 0x80))
            return false; // negative, or not minimal
        if (content[0] == 0 && content.Length > 1)
            content = content[1..];
        if (content.Length > value.Length)
            return false;
        content.CopyTo(value[(value.Length - content.Length)..]);
        return true;
    }
}
