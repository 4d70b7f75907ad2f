using Attestation.Verifier.Http;
using Attestation.Verifier.Sessions;

namespace Attestation.UnitTests.Verifier.Sessions;

public sealed class NonceQueryTests
{
    [Theory]
    [InlineData("nothing asked", null, null, 32)]
    [InlineData("smallest", null, "8", 8)]
    [InlineData("largest", null, "64", 64)]
    [InlineData("the client's, padded", "AAECAwQFBgcICQ==", null, 10)]
    [InlineData("the client's, not padded", "AAECAwQFBgcICQ", null, 10)]
    [InlineData("the client's, URL alphabet", "-_-_-_-_-_-_", null, 9)]
    public void GivesANonce(string what, string? nonce, string? size, int length)
    {
        Assert.Null(NonceQuery.TryRead(nonce, size, out byte[] value));
        Assert.True(length == value.Length, what);
    }

    [Theory]
    [InlineData("too small", null, "7", "session.nonce-size")]
    [InlineData("too large", null, "65", "session.nonce-size")]
    [InlineData("negative", null, "-8", "session.nonce-size")]
    [InlineData("no number", null, "many", "session.nonce-size")]
    [InlineData("empty number", null, "", "session.nonce-size")]
    [InlineData("beyond int", null, "99999999999", "session.nonce-size")]
    [InlineData("both", "AAECAwQFBgcICQ", "8", "session.nonce-conflict")]
    [InlineData("seven bytes", "AAECAwQFBg", null, "session.nonce-size")]
    [InlineData("empty", "", null, "session.nonce-size")]
    [InlineData("standard alphabet", "++++////++++", null, "session.nonce-encoding")]
    [InlineData("no base64", "not base64!", null, "session.nonce-encoding")]
    [InlineData("white space", "AAECAwQF BgcICQ", null, "session.nonce-encoding")]
    public void RefusesWithItsOwnReason(string what, string? nonce, string? size, string reason)
    {
        Refusal? refusal = NonceQuery.TryRead(nonce, size, out _);
        Assert.True(reason == refusal?.Code.Id, what);
        Assert.Equal(400, refusal!.Status);
    }

    [Fact]
    public void RandomNoncesReadTheSameInBothBase64Alphabets()
    {
        var seen = new HashSet<string>();
        for (int i = 0; i < 200; i++)
        {
            NonceQuery.TryRead(null, "32", out byte[] nonce);
            Assert.DoesNotMatch("[+/]", Convert.ToBase64String(nonce));
            Assert.True(seen.Add(Convert.ToBase64String(nonce)));
        }
    }
}
