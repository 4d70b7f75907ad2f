using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.SystemTests.Verifier;

/// <summary>The signed result in all its forms, verified with the key that the verifier publishes.</summary>
public sealed class ResultTests
{
    [Theory]
    [InlineData("the session's JWT", "", null, EarDialect.Deployed)]
    [InlineData("the draft's dialect", "?ear=draft", null, EarDialect.Draft)]
    [InlineData("a bare CWT", "", "application/eat+cwt", EarDialect.Deployed)]
    [InlineData("a bare CWT by its newer name, draft", "?ear=draft", "application/ear+cwt", EarDialect.Draft)]
    [InlineData("a bare JWT", "?ear=veraison", "application/eat+jwt", EarDialect.Deployed)]
    public async Task AGenuineDeviceGetsAnAffirmingResult(string what, string query, string? accept, EarDialect dialect)
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("d", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync("--ear-ttl", "300");
        await LiveWorld.SubmitAsync(verifier, live.World.Current.Corim);
        await LiveWorld.SubmitAsync(verifier, device.Made.Endorsement);
        (byte[] body, string type, byte[] nonce) = await AnswerAsync(verifier, device.Board, query, accept);
        UnverifiedEar? ear;
        if (type.EndsWith("+cwt", StringComparison.Ordinal))
            Assert.True(UnverifiedEar.TryParseCwt(body, out ear, out _), what);
        else
            Assert.True(UnverifiedEar.TryParseJwt(TokenIn(body, type), out ear, out _), what);
        Assert.True(ear.Verify(await PublishedKey(verifier), out EarClaims? claims, out _), what);
        Assert.Equal(dialect, claims.Dialect);
        Assert.Equal(EarStatus.Affirming, claims.Status);
        Assert.Equal(nonce, Assert.Single(claims.Nonces).ToArray());
        Assert.Equal(300, claims.Expiration - claims.IssuedAt);
        Assert.Empty(claims.Submodules["device"].Findings);
    }

    /// <summary>Without any code of ours: RFC 7515 with the base library.</summary>
    [Fact]
    public async Task TheJwtVerifiesWithTheDiscoveredKeyAndNothingOfOurs()
    {
        using var live = new LiveWorld();
        using WorldDevice device = live.World.NewDevice("d", CryptoSuite.Default, live.World.Current);
        await using VerifierProcess verifier = await live.StartAsync();
        (byte[] body, string type, byte[] nonce) = await AnswerAsync(verifier, device.Board, "", null);
        string[] parts = TokenIn(body, type).Split('.');
        JsonElement discovery = JsonElement.Parse(await verifier.Client.GetStringAsync(".well-known/veraison/verification"));
        JsonElement jwk = discovery.GetProperty("ear-verification-key");
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = { X = Base64Url.DecodeFromChars(jwk.GetProperty("x").GetString()), Y = Base64Url.DecodeFromChars(jwk.GetProperty("y").GetString()) },
        });
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes(parts[0] + "." + parts[1]), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        JsonElement header = JsonElement.Parse(Base64Url.DecodeFromChars(parts[0]));
        Assert.Equal("ES256", header.GetProperty("alg").GetString());
        Assert.Equal(jwk.GetProperty("kid").GetString(), header.GetProperty("kid").GetString());
        JsonElement claims = JsonElement.Parse(Base64Url.DecodeFromChars(parts[1]));
        Assert.Equal("tag:github.com,2023:veraison/ear", claims.GetProperty("eat_profile").GetString());
        Assert.Equal(Base64Url.EncodeToString(nonce), claims.GetProperty("eat_nonce").GetString()!.TrimEnd('='));
        Assert.Equal("contraindicated", claims.GetProperty("submods").GetProperty("device").GetProperty("ear.status").GetString());
        Assert.Equal("READY", discovery.GetProperty("service-state").GetString());
        Assert.Equal("/challenge-response/v1/newSession", discovery.GetProperty("api-endpoints").GetProperty("newChallengeResponseSession").GetString());
    }

    private static async Task<(byte[] Body, string Type, byte[] Nonce)> AnswerAsync(VerifierProcess verifier, Board board, string query, string? accept)
    {
        using BootedBoard running = board.Boot();
        (Uri session, byte[] nonce) = await verifier.OpenAsync();
        using var request = new HttpRequestMessage(HttpMethod.Post, session + query) { Content = new ByteArrayContent(running.Attest(nonce)) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(BootedBoard.EvidenceMediaType);
        if (accept is not null)
            request.Headers.Add("Accept", accept);
        using HttpResponseMessage answer = await verifier.Client.SendAsync(request);
        string type = answer.Content.Headers.ContentType!.ToString();
        Assert.Equal(accept ?? Requests.SessionType, type);
        return (await answer.Content.ReadAsByteArrayAsync(), type, nonce);
    }

    private static string TokenIn(byte[] body, string type) =>
        type == Requests.SessionType ? JsonElement.Parse(body).GetProperty("result").GetString()! : Encoding.ASCII.GetString(body);

    internal static async Task<VerificationKey> PublishedKey(VerifierProcess verifier)
    {
        JsonElement set = JsonElement.Parse(await verifier.Client.GetStringAsync(".well-known/jwks.json"));
        Assert.True(Jwk.TryParse(set.GetProperty("keys")[0].GetRawText(), out VerificationKey key, out _));
        return key;
    }
}
