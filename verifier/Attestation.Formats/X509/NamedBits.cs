using Attestation.Formats.Der;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.X509;

/// <summary>BIT STRING with named bits: flag n of the list, counted from the first bit, becomes bit n.</summary>
internal static class NamedBits
{
    /// <param name="reader">At the bit string.</param>
    /// <param name="most">How many bits the list has, 32 at most. Bits beyond them are refused.</param>
    /// <param name="notes">Trailing zero bits are noted (X.690 section 11.2.2).</param>
    /// <param name="path">Path of the bit string.</param>
    /// <param name="tag">Its tag.</param>
    /// <param name="ignoreUnknown">Bits beyond the list are noted and ignored.</param>
    public static uint Read(ref DerReader reader, int most, List<DialectNote> notes, string path, byte tag = DerTag.BitString, bool ignoreUnknown = false)
    {
        int at = reader.Offset;
        ReadOnlySpan<byte> bytes = reader.BitString(path, out int unused, tag).Span;
        int count = (8 * bytes.Length) - unused;
        uint bits = 0;
        bool unknown = false;
        for (int i = 0; i < count; i++)
        {
            if ((bytes[i / 8] & (0x80 >> (i % 8))) == 0)
                continue;
            if (i < most)
                bits |= 1u << i;
            else if (!ignoreUnknown)
                throw new DerDefect(DerReasons.Value, at, path);
            else
                unknown = true;
        }
        if (count > 64)
            throw new DerDefect(DerReasons.TooLarge, at, path);
        if (unknown)
            notes.Add(new DialectNote(Dialect.UnknownBits, path));
        if (count > 0 && (bytes[^1] & (1 << unused)) == 0)
            notes.Add(new DialectNote(Dialect.TrailingZeroBits, path));
        return bits;
    }
}
