using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Formats;
using Attestation.Formats.Dice;
using Attestation.Formats.Keys;
using Attestation.Formats.X509;
using Attestation.UnitTests.Dice;

namespace Attestation.UnitTests.Formats.Dice;

/// <summary>The device's own writer, which shares no code with the reader: what it writes is read and verified, and nothing near it is.</summary>
public sealed class FirmwareChainTests
{
    private static readonly DiceAlgorithm[] Ed25519 = [.. Enumerable.Repeat(DiceAlgorithm.Ed25519, 4)];

    [Theory]
    [InlineData("Ed25519, X.509", DiceAlgorithm.Ed25519, "XXX", true)]
    [InlineData("P-256, X.509", DiceAlgorithm.P256, "XXX", true)]
    [InlineData("P-384, X.509", DiceAlgorithm.P384, "XXX", true)]
    [InlineData("Ed25519, CBOR", DiceAlgorithm.Ed25519, "CCC", false)]
    [InlineData("P-256, CBOR", DiceAlgorithm.P256, "CCC", false)]
    [InlineData("P-384, CBOR", DiceAlgorithm.P384, "CCC", false)]
    [InlineData("P-256, both forms", DiceAlgorithm.P256, "CXC", true)]
    public void EveryFormVerifies(string description, DiceAlgorithm algorithm, string forms, bool hasUdsCertificate)
    {
        SampleBoot boot = Boot([.. Enumerable.Repeat(algorithm, 4)], forms, hasUdsCertificate);
        VerificationKey uds = UdsKey(algorithm, boot.Chain.UdsPublicKey);
        DiceChainResult result = DiceChains.Verify(DiceChains.Read(boot.Chain.Encode()), uds, DiceChainRules.OpenDice);
        Assert.True(result.Chain is not null, $"{description}: {DiceChains.Describe(result)}");
        Assert.Equal(2, result.Chain.Layers.Count);
        Assert.Equal(uds, result.Chain.RootKey);
        Assert.Equal(boot.AttestationKey.PublicKey, result.Chain.LeafKey.PublicBytes.ToArray());
        Assert.Empty(result.Notes);
    }

    [Fact]
    public void AWeakerLayerIsFoundAndAStrongerOneIsFine()
    {
        DiceAlgorithm[] weaker = [DiceAlgorithm.P384, DiceAlgorithm.P384, DiceAlgorithm.P256, DiceAlgorithm.P256];
        DiceAlgorithm[] stronger = [DiceAlgorithm.P256, DiceAlgorithm.P256, DiceAlgorithm.P384, DiceAlgorithm.P384];
        DiceChainResult down = Verify(Boot(weaker, "CCC", false), weaker[0]);
        Assert.Equal(("dice.chain.strength", "chain[2]"), (Assert.Single(down.Findings).Code.Id, down.Findings[0].Where));
        Assert.NotNull(Verify(Boot(stronger, "CCC", false), stronger[0]).Chain);
    }

    /// <summary>
    /// A flip may be accepted only where nothing that is believed changed: the enrolled UDS key is believed by itself, so the rest of its
    /// COSE_Key (key_ops) is free, and so is a UDS certificate that stops being self-signed: then nobody vouches for it and it is not handed out.
    /// </summary>
    [Theory]
    [InlineData("X.509", "XXX", true)]
    [InlineData("CBOR", "CCC", false)]
    public void NoSingleBitFlipChangesWhatIsBelieved(string description, string forms, bool hasUdsCertificate)
    {
        SampleBoot boot = Boot(Ed25519, forms, hasUdsCertificate);
        byte[] whole = boot.Chain.Encode();
        int accepted = 0;
        foreach (var (index, flipped) in HostileInput.Flips(whole))
        {
            if (Believed(boot, flipped) is not { } chain)
                continue;
            accepted++;
            AssertSame(boot, chain, $"{description}: byte {index}");
        }
        Assert.InRange(accepted, 1, 8 * 250); // only bits of the root element
    }

    [Theory]
    [InlineData("X.509", "XXX", true)]
    [InlineData("CBOR", "CCC", false)]
    public void EveryTruncationAndEveryExtraByteIsRefused(string description, string forms, bool hasUdsCertificate)
    {
        byte[] whole = Boot(Ed25519, forms, hasUdsCertificate).Chain.Encode();
        foreach (byte[] bad in HostileInput.Lengths(whole).Concat(HostileInput.CborShapes()))
            Assert.False(UnverifiedDiceChain.TryReadCbor(bad, out _, out ParseError error), $"{description}: {bad.Length} bytes, {error}");
    }

    /// <summary>Seed 1; see <see cref="NoSingleBitFlipChangesWhatIsBelieved"/> for what may be accepted.</summary>
    [Fact]
    public void MutationsNeverThrow()
    {
        SampleBoot boot = Boot(Ed25519, "XCX", true);
        byte[] whole = boot.Chain.Encode();
        var random = new Random(1);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] mutated = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            if (Believed(boot, mutated) is { } chain)
                AssertSame(boot, chain, $"round {round}");
        }
    }

    /// <summary>An anchor that the chain repeats is not verified again, so its content must be the operator's, not the chain's.</summary>
    [Fact]
    public void AForgedCopyOfAnAnchorIsNotHandedOut()
    {
        SampleBoot boot = Boot(Ed25519, "XXX", true);
        Assert.True(UnverifiedCertificate.TryParse(boot.Certificates[0], out UnverifiedCertificate anchor, out _));
        byte[] forged = [.. boot.Certificates[0][..^1], (byte)(boot.Certificates[0][^1] ^ 1)];
        UnverifiedDiceChain chain = DiceChains.Read(DiceChains.Encode(null, [forged, .. boot.Certificates.Skip(1)]));
        DiceChainResult result = DiceChainVerifier.Verify(chain, new DiceAnchors { Authorities = [anchor] }, DiceChainRules.OpenDice, DiceChains.Now);
        Assert.Equal(boot.Certificates[0], result.Chain!.UdsCertificate!.Der.ToArray());
        Assert.Equal(DiceAnchorKind.Authority, result.Chain.Anchor.Kind);
    }

    [Fact]
    public void AnX5ChainIsReadLeafFirst()
    {
        SampleBoot boot = Boot(Ed25519, "XXX", true);
        ReadOnlyMemory<byte>[] leafFirst = [.. boot.Certificates.Reverse().Select(c => new ReadOnlyMemory<byte>(c))];
        Assert.True(UnverifiedDiceChain.TryReadX509(leafFirst, leafFirst: true, out UnverifiedDiceChain chain, out _));
        Assert.NotNull(DiceChains.Verify(chain, UdsKey(DiceAlgorithm.Ed25519, boot.Chain.UdsPublicKey), DiceChainRules.OpenDice).Chain);
        Assert.True(UnverifiedDiceChain.TryReadConcatenated(boot.Certificates.SelectMany(c => c).ToArray(), leafFirst: false, out chain, out _));
        Assert.NotNull(DiceChains.Verify(chain, UdsKey(DiceAlgorithm.Ed25519, boot.Chain.UdsPublicKey), DiceChainRules.OpenDice).Chain);
    }

    private static VerifiedDiceChain? Believed(SampleBoot boot, byte[] bytes)
    {
        var anchors = new DiceAnchors { UdsKeys = [UdsKey(DiceAlgorithm.Ed25519, boot.Chain.UdsPublicKey)] };
        return UnverifiedDiceChain.TryReadCbor(bytes, out UnverifiedDiceChain chain, out _)
            ? DiceChainVerifier.Verify(chain, anchors, DiceChainRules.OpenDice, DiceChains.Now).Chain
            : null;
    }

    private static void AssertSame(SampleBoot boot, VerifiedDiceChain chain, string where)
    {
        Assert.True(boot.Chain.UdsPublicKey.AsSpan().SequenceEqual(chain.RootKey.PublicBytes.Span), where);
        Assert.True(boot.AttestationKey.PublicKey.AsSpan().SequenceEqual(chain.LeafKey.PublicBytes.Span), where);
        Assert.Equal(2, chain.Layers.Count);
        for (int i = 0; i < 2; i++)
            Assert.True(boot.Certificates[i + 1].AsSpan().SequenceEqual(chain.Layers[i].Encoded.Span), where);
        Assert.True(chain.UdsCertificate is not { } uds || uds.Der.Span.SequenceEqual(boot.Certificates[0]), where);
    }

    private static DiceChainResult Verify(SampleBoot boot, DiceAlgorithm algorithm) =>
        DiceChains.Verify(DiceChains.Read(boot.Chain.Encode()), UdsKey(algorithm, boot.Chain.UdsPublicKey), DiceChainRules.OpenDice);

    private static SampleBoot Boot(DiceAlgorithm[] algorithms, string forms, bool hasUdsCertificate) =>
        SampleBoot.Run(new Attestation.Dice.Host.HostDiceOperations(), algorithms, [.. forms.Select(f => f == 'X' ? CertificateForm.X509 : CertificateForm.Cbor)], hasUdsCertificate);

    private static VerificationKey UdsKey(DiceAlgorithm algorithm, byte[] publicKey)
    {
        bool good = algorithm == DiceAlgorithm.Ed25519
            ? VerificationKey.TryFromEd25519(publicKey, out VerificationKey key, out _)
            : VerificationKey.TryFromPoint(algorithm == DiceAlgorithm.P256 ? KeyKind.P256 : KeyKind.P384, publicKey, out key, out _);
        Assert.True(good);
        return key;
    }
}
