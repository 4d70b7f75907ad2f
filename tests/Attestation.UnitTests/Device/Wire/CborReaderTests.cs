using System.Formats.Cbor;
using CborReader = Attestation.Device.Wire.CborReader;

namespace Attestation.UnitTests.Device.Wire;

/// <summary>One accepted form of everything; the base library writes what is accepted.</summary>
public sealed class CborReaderTests
{
    [Theory]
    [InlineData(0ul), InlineData(23ul), InlineData(24ul), InlineData(255ul), InlineData(256ul), InlineData(65535ul), InlineData(65536ul)]
    [InlineData(uint.MaxValue), InlineData(1ul + uint.MaxValue), InlineData(ulong.MaxValue)]
    public void Integers_of_every_width(ulong value)
    {
        CborReader reader = Over(Write(w => w.WriteUInt64(value)));
        Assert.True(reader.TryReadUnsigned(out ulong read) && reader.IsAtEnd);
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData(-24), InlineData(-8), InlineData(-1), InlineData(0), InlineData(23)]
    public void Labels_of_either_sign(int value)
    {
        CborReader reader = Over(Write(w => w.WriteInt32(value)));
        Assert.True(reader.TryReadLabel(out int read) && reader.IsAtEnd);
        Assert.Equal(value, read);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("23 in two bytes", "1817")]
    [InlineData("255 in three", "1900FF")]
    [InlineData("65535 in five", "1A0000FFFF")]
    [InlineData("2^32-1 in nine", "1B00000000FFFFFFFF")]
    [InlineData("cut", "1903")]
    [InlineData("reserved 28", "1C")]
    [InlineData("indefinite", "1F")]
    [InlineData("negative", "20")]
    [InlineData("text", "60")]
    public void What_is_no_unsigned_integer(string description, string hex)
    {
        CborReader reader = Over(Convert.FromHexString(hex));
        Assert.False(reader.TryReadUnsigned(out _), description);
        Assert.Equal(0, reader.Position);
    }

    [Theory]
    [InlineData("overlong slash", "62C0AF")]
    [InlineData("overlong of three", "63E08080")]
    [InlineData("surrogate", "63EDA080")]
    [InlineData("above U+10FFFF", "64F4908080")]
    [InlineData("lone continuation", "6180")]
    [InlineData("cut in a letter", "61C3")]
    [InlineData("no continuation", "62C328")]
    [InlineData("third byte wrong", "63E28228")]
    [InlineData("F5", "64F5808080")]
    [InlineData("longer than the data", "6361")]
    [InlineData("length of 2^31", "7A80000000")]
    [InlineData("length of 2^64-1", "7BFFFFFFFFFFFFFFFF")]
    [InlineData("indefinite", "7F6161FF")]
    [InlineData("byte string", "4161")]
    public void What_is_no_text(string description, string hex)
    {
        CborReader reader = Over(Convert.FromHexString(hex));
        Assert.False(reader.TryReadText(100, out string? value), description);
        Assert.Null(value);
        Assert.Equal(0, reader.Position);
    }

    [Theory]
    [InlineData(""), InlineData("a"), InlineData("Müller"), InlineData("\u07FF\u0800\uFFFF"), InlineData("\U00010000\U0010FFFF"), InlineData("\uD7FF\uE000")]
    public void Texts(string text)
    {
        CborReader reader = Over(Write(w => w.WriteTextString(text)));
        Assert.True(reader.TryReadText(100, out string read) && reader.IsAtEnd);
        Assert.Equal(text, read);
    }

    [Fact]
    public void A_limit_is_a_limit()
    {
        byte[] text = Write(w => w.WriteTextString("abc"));
        Assert.True(Over(text).TryReadText(3, out _));
        Assert.False(Over(text).TryReadText(2, out _));
        byte[] bytes = Write(w => w.WriteByteString([1, 2, 3]));
        Assert.True(Over(bytes).TryReadBytes(3, out byte[] value));
        Assert.Equal([1, 2, 3], value);
        Assert.False(Over(bytes).TryReadBytes(2, out _));
        Assert.True(Over([0x82, 0, 0]).TryReadArray(2, out int count) && count == 2);
        Assert.False(Over([0x82, 0, 0]).TryReadArray(1, out _));
        Assert.False(Over([0xA2, 0, 0, 1, 1]).TryReadMap(1, out _));
        Assert.False(Over([0x18, 0x64]).TryReadInteger(99, out _));
        Assert.True(Over([0x18, 0x64]).TryReadInteger(100, out int hundred) && hundred == 100);
        Assert.False(Over([0x38, 0x18]).TryReadLabel(out _));
    }

    [Fact]
    public void Keys_ascend()
    {
        CborReader reader = Over([0x01, 0x02, 0x02, 0x01]);
        int key = -1;
        Assert.True(reader.TryReadKey(ref key) && key == 1);
        Assert.True(reader.TryReadKey(ref key) && key == 2);
        Assert.False(reader.TryReadKey(ref key)); // twice
        Assert.Equal(2, key);
        Assert.Equal(2, reader.Position);
    }

    [Fact]
    public void A_tag_is_that_tag()
    {
        Assert.True(Over([0xD2]).TryReadTag(18));
        Assert.False(Over([0xD2]).TryReadTag(17));
        Assert.False(Over([0xD8, 0x12]).TryReadTag(18));
        Assert.False(Over([0x12]).TryReadTag(18));
    }

    [Fact]
    public void Only_the_given_part_of_the_array_is_read()
    {
        CborReader reader = new([0x01, 0x19, 0x01, 0x00], 1, 2);
        Assert.False(reader.TryReadUnsigned(out _));
        Assert.Equal(1, reader.Position);
    }

    [Theory]
    [InlineData("array in map", "A10182F5F6")]
    [InlineData("keys of several kinds", "A301001820006161F4")]
    [InlineData("eight deep", "8181818181818100")]
    [InlineData("text and bytes", "826161420102")]
    public void Whole_items(string description, string hex)
    {
        byte[] data = Convert.FromHexString(hex);
        CborReader reader = Over(data);
        Assert.True(reader.TryReadItem(out int offset, out int length), description);
        Assert.Equal(0, offset);
        Assert.Equal(data.Length, length);
        Assert.True(reader.IsAtEnd);
    }

    [Theory]
    [InlineData("nothing", "")]
    [InlineData("key twice", "A201000100")]
    [InlineData("keys descend", "A202000100")]
    [InlineData("keys of two lengths descend", "A261610001001900")]
    [InlineData("map cut after a key", "A101")]
    [InlineData("array cut", "8201")]
    [InlineData("array of 2^31", "9A80000000")]
    [InlineData("array of 2^31-1", "9A7FFFFFFF00")]
    [InlineData("nine deep", "818181818181818100")]
    [InlineData("indefinite array", "9FFF")]
    [InlineData("indefinite map", "BFFF")]
    [InlineData("tag", "C100")]
    [InlineData("undefined", "F7")]
    [InlineData("simple value", "F820")]
    [InlineData("half float", "F93C00")]
    [InlineData("break", "FF")]
    [InlineData("text not UTF-8 inside", "8161FF")]
    [InlineData("negative not shortest", "3800")]
    public void What_is_no_item(string description, string hex)
    {
        CborReader reader = Over(Convert.FromHexString(hex));
        Assert.False(reader.TryReadItem(out _, out int length), description);
        Assert.Equal(0, reader.Position);
        Assert.Equal(0, length);
    }

    private static CborReader Over(byte[] data) => new(data, 0, data.Length);

    private static byte[] Write(Action<CborWriter> write)
    {
        var writer = new CborWriter(CborConformanceMode.Canonical);
        write(writer);
        return writer.Encode();
    }
}
