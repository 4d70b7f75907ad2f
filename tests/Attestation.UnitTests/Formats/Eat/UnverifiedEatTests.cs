using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;

namespace Attestation.UnitTests.Formats.Eat;

public sealed class UnverifiedEatTests
{
    [Fact]
    public void TheChainIsReadableAndTheClaimsOnlyWithTheKey()
    {
        Assert.True(UnverifiedEat.TryParse(Token(), out UnverifiedEat? token, out ParseError error), error.ToString());
        Assert.Equal("820102", Convert.ToHexString(token.DiceChain!.Value.Span));
        Assert.Empty(token.X5Chain);
        Assert.Equal(SignatureAlgorithm.EdDsa, token.Algorithm);
        Assert.True(token.Verify(TestKeys.Ed25519.PublicKey, out EatClaims? claims, out error), error.ToString());
        Assert.Equal(8, Assert.Single(claims.Nonces).Length);
        Assert.False(token.Verify(TestKeys.P256.PublicKey, out claims, out error));
        Assert.Null(claims);
    }

    [Fact]
    public void AnX5ChainComesLeafFirst()
    {
        byte[] bytes = new CoseSign1Writer().WithX5Chain([new byte[] { 1 }, new byte[] { 2 }]).Sign(TestKeys.P256, Claims);
        Assert.True(UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out _));
        Assert.Equal(["01", "02"], token.X5Chain.Select(c => Convert.ToHexString(c.Span)));
        Assert.Null(token.DiceChain);
    }

    /// <summary>A turned bit is noticed everywhere except in the unprotected headers: the chain there is verified by its own signatures.</summary>
    [Fact]
    public void EveryTurnedBitOutsideTheUnprotectedHeadersIsNoticed()
    {
        byte[] good = Token();
        int chain = good.AsSpan().IndexOf((byte[])[0x43, 0x82, 0x01, 0x02]);
        foreach ((int index, byte[] bad) in HostileInput.Flips(good))
        {
            if (Accepts(bad))
                Assert.InRange(index, chain - 6, chain + 3);
        }
    }

    [Fact]
    public void NoHostileInputIsAcceptedOrThrows()
    {
        Assert.True(Accepts(Token()));
        Assert.All(HostileInput.Lengths(Token()).Concat(HostileInput.CborShapes()), bad => Assert.False(Accepts(bad)));
    }

    [Fact]
    public void TheClaimsReaderNeverThrows() =>
        Assert.All(HostileInput.Lengths(Claims).Concat(HostileInput.Flips(Claims).Select(f => f.Bytes)).Concat(HostileInput.CborShapes()),
            bad => Assert.True(EatClaims.TryParse(bad, out _, out ParseError error) || error.Code is not null));

    /// <summary>RFC 8392 appendix A.3, a signed CWT.</summary>
    [PublicVectorFact("04-cose")]
    public void TheSignedTokenOfRfc8392Verifies()
    {
        using JsonDocument json = JsonDocument.Parse(PublicVectors.Text("04-cose/examples/CWT/A_3.json"));
        VerificationKey key = TestKeys.Public(json.RootElement.GetProperty("input").GetProperty("sign0").GetProperty("key"));
        byte[] bytes = Convert.FromHexString(json.RootElement.GetProperty("output").GetProperty("cbor").GetString()!);
        Assert.True(UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out ParseError error), error.ToString());
        Assert.True(token.Verify(key, out EatClaims? claims, out error), error.ToString());
        Assert.Equal(("coap://as.example.com", "erikw", 1444064944L, 1443944944L, 1443944944L), (claims.Issuer, claims.Subject, claims.Expiration, claims.NotBefore, claims.IssuedAt));
    }

    private static readonly byte[] Claims = Convert.FromHexString("a20a48010203040506070819010703");

    private static byte[] Token()
    {
        var writer = new CoseSign1Writer();
        writer.Unprotected.Add(CoseHeaderLabel.DiceChain, Convert.FromHexString("820102"));
        return writer.Sign(TestKeys.Ed25519, Claims);
    }

    private static bool Accepts(byte[] bytes) => UnverifiedEat.TryParse(bytes, out UnverifiedEat? token, out _) && token.Verify(TestKeys.Ed25519.PublicKey, out _, out _);
}
