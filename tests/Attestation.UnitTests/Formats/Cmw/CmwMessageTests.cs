using System.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cmw;

namespace Attestation.UnitTests.Formats.Cmw;

public sealed class CmwMessageTests
{
    public static TheoryData<string, string, string> RefusedCbor => new()
    {
        { "an integer", "00", "cmw.structure" },
        { "one element", "8100", "cmw.structure" },
        { "four elements", "8400400101", "cmw.structure" },
        { "a negative content format", "822040", "cmw.type" },
        { "content format 65536", "821a0001000040", "cmw.type" },
        { "a text that is no media type", "82616140", "cmw.type" },
        { "a value as text", "820060", "cmw.value" },
        { "indicator bit 5", "8300401820", "cmw.ind" },
        { "an indicator as text", "83004060", "cmw.ind" },
        { "a tag below the range", "da6374010040", "cmw.tag" },
        { "a tag in a gap of the range", "da6374020040", "cmw.tag" },
        { "a tag over text", "da6374010160", "cmw.tag" },
        { "an empty collection", "a0", "cmw.collection" },
        { "a collection with nothing but its type", "a1685f5f636d77635f746161", "cmw.collection" },
        { "a collection whose type is a number", "a2685f5f636d77635f7400" + "01820040", "cmw.collection" },
        { "a bad record in a collection", "a1018100", "cmw.structure" },
        { "a label twice", "a201820040" + "01820040", "cbor.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(RefusedCbor))]
    public void CborIsRefusedWithItsOwnReason(string description, string hex, string code)
    {
        Assert.False(CmwMessage.TryParseCbor(Convert.FromHexString(hex), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    public static TheoryData<string, string, string> RefusedJson => new()
    {
        { "a text", "'x'", "cmw.structure" },
        { "one element", "['a/b']", "cmw.structure" },
        { "a content format", "[0,'']", "cmw.type" },
        { "padding", "['a/b','AA==']", "cmw.value" },
        { "indicator -1", "['a/b','',-1]", "cmw.ind" },
        { "an empty collection", "{}", "cmw.collection" },
        { "a collection whose type is a list", "{'__cmwc_t':[],'a':['a/b','']}", "cmw.collection" },
        { "a label twice", "{'a':['a/b',''],'a':['a/b','']}", "json.duplicate-key" },
    };

    [Theory]
    [MemberData(nameof(RefusedJson))]
    public void JsonIsRefusedWithItsOwnReason(string description, string json, string code)
    {
        Assert.False(CmwMessage.TryParseJson(Encoding.UTF8.GetBytes(json.Replace('\'', '"')), out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    /// <summary>draft-ietf-rats-msg-wrap, the diagnostic notation of its examples encoded by hand, and RFC 9277 appendix B for the tags.</summary>
    [Theory]
    [InlineData("a content format", "8219fde7442347da55")]
    [InlineData("with indicator", "83746170706c69636174696f6e2f72696d2b636f73654ad28440a044d901f5a04003")]
    [InlineData("a tag", "da63740101442347da55")]
    [InlineData("a tag of 1668612070", "da6374ffe6442347da55")]
    [InlineData("a collection in a collection", "a201a16161820040" + "02820040")]
    public void AcceptedCborReEncodesToItself(string description, string hex)
    {
        Assert.True(CmwMessage.TryParseCbor(Convert.FromHexString(hex), out CmwMessage? message, out ParseError error), $"{description}: {error}");
        Assert.Equal(hex, Convert.ToHexStringLower(message.EncodeCbor()));
    }

    [Theory]
    [InlineData(0, 0x63740101ul)]
    [InlineData(254, 0x637401fful)]
    [InlineData(255, 0x63740201ul)]
    [InlineData(65024, 0x6374fffful)]
    public void ContentFormatsHaveTags(int format, ulong tag)
    {
        Assert.Equal(tag, ContentFormatTag.OfFormat(format));
        Assert.True(ContentFormatTag.TryToFormat(tag, out int back));
        Assert.Equal(format, back);
    }

    [PublicVectorTheory("06-veraison/cmw")]
    [InlineData("collection-cbor-ok.cbor")]
    [InlineData("collection-cbor-ok-2.cbor")]
    [InlineData("collection-cbor-mixed-keys.cbor")]
    public void VeraisonCbor(string file)
    {
        byte[] bytes = PublicVectors.Bytes("06-veraison/cmw/" + file);
        Assert.True(CmwMessage.TryParseCbor(bytes, out CmwMessage? message, out ParseError error), error.ToString());
        Assert.Equal(bytes, message.EncodeCbor());
    }

    [PublicVectorTheory("07-ietf/msg-wrap")]
    [InlineData("07-ietf/msg-wrap/cddl/cmw-example-1.json")]
    [InlineData("07-ietf/msg-wrap/cddl/cmw-example-2.json")]
    [InlineData("07-ietf/msg-wrap/cddl/collection-example-1.json")]
    [InlineData("07-ietf/msg-wrap/cddl/collection-example-2.json")]
    [InlineData("06-veraison/cmw/collection-ok.json")]
    public void PublicJson(string file)
    {
        byte[] bytes = PublicVectors.Bytes(file);
        Assert.True(CmwMessage.TryParseJson(bytes, out CmwMessage? message, out ParseError error), error.ToString());
        using JsonDocument expected = JsonDocument.Parse(bytes);
        using JsonDocument written = JsonDocument.Parse(message.EncodeJson());
        Assert.True(JsonElement.DeepEquals(expected.RootElement, written.RootElement));
    }

    [Fact]
    public void NoHostileInputThrows()
    {
        byte[] good = new CmwCollection("tag:acme.example,2026:rack",
            [new(1, CmwRecord.Of(MediaTypes.DeviceEvidence, new byte[] { 1 }, CmwIndicator.Evidence)), new("node", new CmwRecord { ContentFormat = 1, Value = new byte[2], Tagged = true })]).EncodeCbor();
        Assert.True(CmwMessage.TryParseCbor(good, out CmwMessage? message, out _));
        Assert.Equal(MediaTypes.DeviceEvidence, ((CmwRecord)((CmwCollection)message).Entries[0].Value).MediaType);
        Assert.All(HostileInput.Lengths(good), bad => Assert.False(CmwMessage.TryParseCbor(bad, out _, out _)));
        Assert.All(HostileInput.CborShapes().Concat(HostileInput.Flips(good).Select(f => f.Bytes)), bad =>
        {
            if (CmwMessage.TryParseCbor(bad, out CmwMessage? read, out ParseError error))
                Assert.True(CborWellFormed.TryCheck(read.EncodeCbor(), out _));
            else
                Assert.NotNull(error.Code);
        });
    }
}
