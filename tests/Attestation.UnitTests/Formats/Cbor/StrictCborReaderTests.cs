using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Formats.Cbor;

public sealed class StrictCborReaderTests
{
    public static TheoryData<string, string, Func<StrictCborReader, bool>> WrongReads => new()
    {
        { "an integer as text", "01", r => r.TryReadText(out _) },
        { "text as an integer", "6161", r => r.TryReadInt64(out _) },
        { "2^63 as a signed number", "1b8000000000000000", r => r.TryReadInt64(out _) },
        { "-1 as an unsigned number", "20", r => r.TryReadUInt64(out _) },
        { "an integer below the range", "20", r => r.TryReadInt32(out _, 0) },
        { "an integer above the range", "1a00010000", r => r.TryReadInt32(out _, 0, 65535) },
        { "a byte string shorter than allowed", "4101", r => r.TryReadBytes(out _, 2) },
        { "a byte string longer than allowed", "43010203", r => r.TryReadBytes(out _, 0, 2) },
        { "an integer as bytes", "01", r => r.TryReadBytes(out _) },
        { "a number as a boolean", "01", r => r.TryReadBoolean(out _) },
        { "false as null", "f4", r => r.TryReadNull() },
        { "an array as a map", "80", r => r.TryReadMap(_ => true) },
        { "a map as an array", "a0", r => r.TryReadArray(_ => true) },
        { "an array with too few items", "80", r => r.TryReadArray(_ => true, min: 1) },
        { "another tag", "d200", r => r.TryReadTag(17) },
        { "no tag", "00", r => r.TryReadTag(17) },
        { "a float as an integer", "f93c00", r => r.TryReadInt64(out _) },
        { "bytes as a label", "4100", r => r.TryReadLabel(out _) },
        { "the end of a map that was never entered", "00", r => r.TryEndMap() },
    };

    [Theory]
    [MemberData(nameof(WrongReads))]
    public void AFailedReadSaysWhyAndLeavesTheReaderWhereItWas(string description, string hex, Func<StrictCborReader, bool> read)
    {
        StrictCborReader reader = Open(hex);
        int before = reader.Offset;
        bool scalar = !reader.IsArray;
        Assert.False(read(reader), description);
        Assert.Same(CborReasons.Type, reader.Error.Code);
        Assert.Equal(0, reader.Error.Offset);
        if (scalar && reader.Offset == before)
            Assert.True(reader.TrySkip());
    }

    [Fact]
    public void TheErrorNamesThePlace()
    {
        StrictCborReader reader = Open("a1 01 82 00 a1 6178 20");
        Assert.False(reader.TryReadMap(_ => reader.TryReadArray(i => i == 0
            ? reader.TrySkip()
            : reader.TryReadMap(_ => reader.TryReadUInt64(out ulong _)))));
        Assert.Equal(new ParseError(CborReasons.Type, 7, "1/1/x"), reader.Error);
    }

    [Fact]
    public void ANestedItemNamesThePlaceInTheOuterInput()
    {
        StrictCborReader reader = Open("82 00 42 1800");
        Assert.False(reader.TryReadArray(i => i == 0 ? reader.TrySkip() : reader.TryReadBytes(out var inner) && reader.TryOpenNested(inner, out _)));
        Assert.Equal(new ParseError(CborReasons.NotMinimal, 3, "1"), reader.Error);
    }

    [Fact]
    public void ListsLongerThanTheLimitAreRefused()
    {
        StrictCborReader reader = Open("83 00 00 00");
        Assert.False(reader.TryReadArray(_ => reader.TrySkip(), max: 2));
        Assert.Same(CborReasons.TooLarge, reader.Error.Code);
        StrictCborReader map = Open("a2 0000 0100");
        Assert.False(map.TryReadMap(_ => map.TrySkip(), max: 1));
        Assert.Same(CborReasons.TooLarge, map.Error.Code);
    }

    [Fact]
    public void ARawItemIsASliceOfTheInput()
    {
        byte[] input = Convert.FromHexString("82a1010282f6f5");
        Assert.True(StrictCborReader.TryOpen(input, out StrictCborReader reader, out _));
        Assert.True(reader.TryStartArray(out int count));
        Assert.Equal(2, count);
        Assert.True(reader.TryReadRaw(out ReadOnlyMemory<byte> item));
        Assert.True(input.AsMemory(1, 3).Equals(item));
    }

    [Fact]
    public void TheBuilderSortsKeysByTheirEncodings()
    {
        byte[] map = new CborMapBuilder().Add("b", 1).Add(256, 2).Add(-1, 3).Add("aa", 4).Add(10, 5).Encode();
        Assert.Equal("a50a051901000220036162016261" + "6104", Convert.ToHexStringLower(map));
    }

    private static StrictCborReader Open(string hex)
    {
        Assert.True(StrictCborReader.TryOpen(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), out StrictCborReader reader, out ParseError error), error.ToString());
        return reader;
    }
}
