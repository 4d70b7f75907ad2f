using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Cbor;

public sealed class CborWellFormedTests
{
    public static TheoryData<string, string, string, int> Refused => new()
    {
        { "nothing at all", "", "cbor.truncated", 0 },
        { "a head cut short", "1901", "cbor.truncated", 0 },
        { "a byte string one byte short", "4301 02", "cbor.truncated", 0 },
        { "an array one item short", "83 01 02", "cbor.truncated", 0 },
        { "an array that ends inside an item", "82 01 4401", "cbor.truncated", 2 },
        { "a byte string of 2^63-1 bytes", "5b7fffffffffffffff", "cbor.truncated", 0 },
        { "an array of 2^64-1 items", "9bffffffffffffffff", "cbor.truncated", 0 },
        { "a map of 2^63 pairs", "bb8000000000000000", "cbor.truncated", 0 },
        { "a map of 2^31 pairs", "ba80000000 00 00", "cbor.truncated", 0 },
        { "a tag without its item", "d2", "cbor.truncated", 1 },
        { "a second item", "00 00", "cbor.trailing", 1 },
        { "a break where no item is open", "ff", "cbor.malformed", 0 },
        { "0 in two bytes", "1800", "cbor.not-minimal", 0 },
        { "23 in two bytes", "1817", "cbor.not-minimal", 0 },
        { "255 in three bytes", "1900ff", "cbor.not-minimal", 0 },
        { "-1 in nine bytes", "3b0000000000000000", "cbor.not-minimal", 0 },
        { "a length in two bytes", "5801 00", "cbor.not-minimal", 0 },
        { "a tag number in two bytes", "d812 00", "cbor.not-minimal", 0 },
        { "an array count in five bytes", "9a0000ffff", "cbor.not-minimal", 0 },
        { "an indefinite byte string", "5f41 01ff", "cbor.indefinite", 0 },
        { "an indefinite text", "7fff", "cbor.indefinite", 0 },
        { "an indefinite array inside", "82 00 9fff", "cbor.indefinite", 2 },
        { "an indefinite map", "bfff", "cbor.indefinite", 0 },
        { "reserved additional information", "1c", "cbor.malformed", 0 },
        { "an indefinite integer", "1f", "cbor.malformed", 0 },
        { "an indefinite tag", "df00", "cbor.malformed", 0 },
        { "a small simple value in two bytes", "f814", "cbor.malformed", 0 },
        { "text that is no UTF-8", "62c328", "cbor.malformed", 0 },
        { "text with a surrogate in UTF-8", "63eda080", "cbor.malformed", 0 },
        { "the same integer key twice", "a2 0100 0101", "cbor.duplicate-key", 3 },
        { "the same text key twice, not adjacent", "a3 616100 616200 616101", "cbor.duplicate-key", 7 },
        { "a duplicate in an inner map", "81a2 0000 0000", "cbor.duplicate-key", 4 },
        { "a duplicate in a map that is a key", "a1 a2 0000 0000 00", "cbor.duplicate-key", 4 },
        { "the same array as key twice", "a2 820102 00 820102 00", "cbor.duplicate-key", 5 },
        { "17 arrays inside each other", "8181818181818181818181818181818181 00", "cbor.depth", 16 },
        { "17 tags inside each other", "c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1c1 00", "cbor.depth", 16 },
    };

    public static TheoryData<string, string> Accepted => new()
    {
        { "16 arrays inside each other", "81818181818181818181818181818181 00" },
        { "keys in descending order", "a2 0200 0100" },
        { "equal keys in different maps", "82 a10000 a10000" },
        { "the same number as integer and as text", "a2 0100 613100" },
        { "an empty map", "a0" },
        { "the largest unsigned integer", "1bffffffffffffffff" },
        { "the smallest negative integer", "3bffffffffffffffff" },
        { "a simple value of two bytes", "f820" },
        { "floats of all sizes", "83 f90000 fa00000000 fb0000000000000000" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithReasonAndOffset(string description, string hex, string code, int offset)
    {
        Assert.False(CborWellFormed.TryCheck(Hex(hex), out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
        Assert.Equal(offset, error.Offset);
    }

    [Theory]
    [MemberData(nameof(Accepted))]
    public void AcceptsWhatIsEncodedShortest(string description, string hex) =>
        Assert.True(CborWellFormed.TryCheck(Hex(hex), out ParseError error), $"{description}: {error}");

    [Fact]
    public void RefusesMoreThanTheLimitBeforeReadingIt()
    {
        byte[] zeros = new byte[11];
        Assert.False(CborWellFormed.TryCheck(zeros, out ParseError error, maxSize: 10));
        Assert.Same(CborReasons.TooLarge, error.Code);
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] whole = Hex("a3 01 83 190100 4201ff 6161 02 d2a0 6178 f6");
        Assert.True(CborWellFormed.TryCheck(whole, out _));
        for (int length = 0; length < whole.Length; length++)
        {
            Assert.False(CborWellFormed.TryCheck(whole.AsMemory(0, length), out ParseError error));
            Assert.Same(CborReasons.Truncated, error.Code);
        }
        Assert.False(CborWellFormed.TryCheck((byte[])[.. whole, 0], out ParseError longer));
        Assert.Same(CborReasons.Trailing, longer.Code);
    }

    private static byte[] Hex(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
