using System.Net;
using Attestation.RelyingParty.Keys;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.RelyingParty.Keys;

public sealed class VerifierKeysTests
{
    private static readonly Uri Verifier = new("https://verifier.example/base");

    [Fact]
    public async Task TheFirstAnswerIsPinnedAndTheVerifierIsNotAskedAgain()
    {
        using var folder = new TemporaryFolder();
        using var published = new PublishedKey(PublishedKey.Of(TestKeys.P256.PublicKey));
        ResultKeys first = await Keys(published, folder["pin.json"]).LoadAsync();
        Assert.Equal(TestKeys.P256.PublicKey, Assert.Single(first.Keys).Key);
        Assert.Equal("https://verifier.example/base/.well-known/veraison/verification", published.Address?.AbsoluteUri);
        published.Body = PublishedKey.Of(TestKeys.P384.PublicKey);
        ResultKeys second = await Keys(published, folder["pin.json"]).LoadAsync();
        Assert.Equal((TestKeys.P256.PublicKey, "k", 1), (second.Keys[0].Key, second.Keys[0].KeyId, published.Asked));
    }

    [Fact]
    public async Task AnotherKeyThanThePinnedOneIsNamed()
    {
        using var published = new PublishedKey(PublishedKey.Of(TestKeys.P256.PublicKey));
        VerifierKeys keys = Keys(published, null);
        ResultKeys pinned = await keys.LoadAsync();
        await keys.ConfirmAsync(pinned);
        published.Body = PublishedKey.Of(TestKeys.P384.PublicKey);
        ResultKeysFailure failure = await Assert.ThrowsAsync<ResultKeysFailure>(() => keys.ConfirmAsync(pinned));
        Assert.Equal("result.pin", failure.Code.Id);
    }

    [Theory]
    [InlineData("nobody answers", null, HttpStatusCode.OK, "result.discovery")]
    [InlineData("an error", "{}", HttpStatusCode.BadGateway, "result.discovery")]
    [InlineData("no JSON", "<html>", HttpStatusCode.OK, "result.discovery")]
    [InlineData("no key", "{}", HttpStatusCode.OK, "result.discovery")]
    [InlineData("the key twice", """{"ear-verification-key":{},"ear-verification-key":{}}""", HttpStatusCode.OK, "result.discovery")]
    [InlineData("a key that is none", """{"ear-verification-key":{}}""", HttpStatusCode.OK, "jwk.kty")]
    public async Task WithoutAKeyNothingIsPinned(string description, string? body, HttpStatusCode status, string reason)
    {
        using var folder = new TemporaryFolder();
        using var published = new PublishedKey(body, status);
        ResultKeysFailure failure = await Assert.ThrowsAsync<ResultKeysFailure>(() => Keys(published, folder["pin.json"]).LoadAsync());
        Assert.True(failure.Code.Id == reason, $"{description}: {failure.Message}");
        Assert.False(File.Exists(folder["pin.json"]));
    }

    [Fact]
    public async Task AnAnswerWithoutEndIsNotRead()
    {
        using var published = new PublishedKey(new string(' ', 1 << 20));
        Assert.Equal("result.discovery", (await Assert.ThrowsAsync<ResultKeysFailure>(() => Keys(published, null).LoadAsync())).Code.Id);
    }

    [Fact]
    public async Task PlainHttpIsForLoopback()
    {
        using var published = new PublishedKey(PublishedKey.Of(TestKeys.P256.PublicKey));
        using var http = new HttpClient(published);
        Assert.Single((await new VerifierKeys(http, new Uri("http://127.0.0.1:1/"), null).LoadAsync()).Keys);
        Assert.Equal("result.discovery", (await Assert.ThrowsAsync<ResultKeysFailure>(() => new VerifierKeys(http, new Uri("http://verifier.example/"), null).LoadAsync())).Code.Id);
    }

    [Fact]
    public async Task ADamagedPinIsNeverReplaced()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder["pin.json"], "{");
        using var published = new PublishedKey(PublishedKey.Of(TestKeys.P256.PublicKey));
        Assert.Equal("json.malformed", (await Assert.ThrowsAsync<ResultKeysFailure>(() => Keys(published, folder["pin.json"]).LoadAsync())).Code.Id);
        Assert.Equal((0, "{"), (published.Asked, await File.ReadAllTextAsync(folder["pin.json"])));
    }

    private static VerifierKeys Keys(PublishedKey published, string? pin) => new(new HttpClient(published, disposeHandler: false), Verifier, pin);
}
