using System.Text;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.RelyingParty.Keys;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.RelyingParty.Keys;

public sealed class ResultKeysTests
{
    private static readonly string One = Jwk.Write(TestKeys.P256.PublicKey, "one");
    private static readonly string Two = Jwk.Write(TestKeys.Ed25519.PublicKey);

    public static TheoryData<string, string, int> Good => new()
    {
        { "PEM", TestKeys.P256.PublicKey.ToPem(), 1 },
        { "JWK", One, 1 },
        { "JWK set", $$"""{"keys":[{{One}},{{Two}}]}""", 2 },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void EveryFormIsRead(string description, string text, int count)
    {
        Assert.True(ResultKeys.TryParse(Encoding.UTF8.GetBytes(text), out ResultKeys keys, out ParseError error), $"{description}: {error}");
        Assert.Equal(count, keys.Keys.Count);
        Assert.Equal(TestKeys.P256.PublicKey, keys.Keys[0].Key);
        Assert.Equal(description == "PEM" ? null : "one", keys.Keys[0].KeyId);
    }

    public static TheoryData<string, string, string> Bad => new()
    {
        { "nothing", "", "json.malformed" },
        { "a private key in PEM", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", "key.pem" },
        { "two PEM blocks: which one counts?", TestKeys.P256.PublicKey.ToPem() + TestKeys.P384.PublicKey.ToPem(), "key.pem" },
        { "an empty set", """{"keys":[]}""", "jwk.malformed" },
        { "a set that is none", """{"keys":1}""", "jwk.malformed" },
        { "one private key in the set", $$"""{"keys":[{{One}},{{One.Replace("\"kty\"", "\"d\":\"\",\"kty\"", StringComparison.Ordinal)}}]}""", "jwk.private" },
        { "one key of another kind in the set", $$"""{"keys":[{{One}},{"kty":"RSA"}]}""", "jwk.kty" },
        { "65 keys", $$"""{"keys":[{{string.Join(',', Enumerable.Repeat(One, 65))}}]}""", "jwk.malformed" },
    };

    [Theory]
    [MemberData(nameof(Bad))]
    public void TrustIsNeverPartial(string description, string text, string reason)
    {
        Assert.False(ResultKeys.TryParse(Encoding.UTF8.GetBytes(text), out _, out ParseError error), description);
        Assert.Equal(reason, error.Code.Id);
    }
}
