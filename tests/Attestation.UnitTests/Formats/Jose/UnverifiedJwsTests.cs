using System.Buffers.Text;
using System.Text;
using Attestation.Formats;
using Attestation.Formats.Jose;

namespace Attestation.UnitTests.Formats.Jose;

public sealed class UnverifiedJwsTests
{
    public static TheoryData<string, string, string> Refused => new()
    {
        { "nothing", "", "jwt.structure" },
        { "two parts", "e30.e30", "jwt.structure" },
        { "four parts", "e30.e30.e30.e30", "jwt.structure" },
        { "padding", "e30=.e30.", "jwt.structure" },
        { "a line feed", "e30\n.e30.", "jwt.structure" },
        { "standard base64", "e30.+/+/.", "jwt.structure" },
        { "a header that is no JSON", "AAAA.e30.", "json.malformed" },
        { "a header that is a list", Head("[]"), "jwt.header" },
        { "no algorithm", Head("{}"), "jwt.alg" },
        { "none", Head("{\"alg\":\"none\"}"), "jwt.alg" },
        { "HS256", Head("{\"alg\":\"HS256\"}"), "jwt.alg" },
        { "the algorithm as number", Head("{\"alg\":1}"), "jwt.alg" },
        { "two algorithms", Head("{\"alg\":\"ES256\",\"alg\":\"none\"}"), "json.duplicate-key" },
        { "crit", Head("{\"alg\":\"ES256\",\"crit\":[\"b64\"],\"b64\":false}"), "jwt.crit" },
        { "a key id as number", Head("{\"alg\":\"ES256\",\"kid\":1}"), "jwt.header" },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void RefusesWithItsOwnReason(string description, string token, string code)
    {
        Assert.False(UnverifiedJws.TryParse(token, out _, out ParseError error), description);
        Assert.Equal(code, error.Code.Id);
    }

    [Fact]
    public void RefusesMoreThanTheLimit()
    {
        Assert.False(UnverifiedJws.TryParse(new string('a', 11), out _, out ParseError error, maxSize: 10));
        Assert.Equal("json.too-large", error.Code.Id);
    }

    [Fact]
    public void AnotherKeyAndAnotherKindOfKeyAreToldApart()
    {
        Assert.True(UnverifiedJws.TryParse(UnverifiedJws.Sign(TestKeys.P256, "{}"u8, "JWT"), out UnverifiedJws? jws, out _));
        Assert.True(jws.Verify(TestKeys.P256.PublicKey, out ReadOnlyMemory<byte> payload, out _));
        Assert.Equal("{}", Encoding.UTF8.GetString(payload.Span));
        Assert.False(jws.Verify(TestKeys.P384.PublicKey, out _, out ParseError kind));
        Assert.Equal("jwt.alg-key", kind.Code.Id);
    }

    internal static string Head(string header) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header)) + ".e30.";
}
