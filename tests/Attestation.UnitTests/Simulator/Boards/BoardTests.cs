using Attestation.Dice;
using Attestation.Factory.Provisioning;
using Attestation.Formats.Cose;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;
using Attestation.UnitTests.Dice;
using DiceMode = Attestation.Dice.DiceMode;

namespace Attestation.UnitTests.Simulator.Boards;

public sealed class BoardTests
{
    private static readonly byte[] Nonce = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    public static TheoryData<string> Suites => [.. CryptoSuite.All.Select(suite => suite.Name)];

    [Theory]
    [MemberData(nameof(Suites))]
    public void EveryBoardBootsAndAnswers(string suite)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample, suite);
        using BootedBoard running = device.Board.Boot();
        Assert.Equal(4, running.Chain.Certificates.Count); // three layers and the attestation key
        Assert.Equal(device.Made.UdsKey.PublicBytes.ToArray(), running.Chain.UdsPublicKey);
        byte[] evidence = running.Attest(Nonce);
        Assert.True(UnverifiedCoseSign1.TryParse(evidence, CoseTag.Required, out _, out _));
        Assert.True(evidence.AsSpan().IndexOf(Nonce) > 0);
    }

    [Theory]
    [InlineData("p256-x509")]
    [InlineData("p384-x509")]
    [InlineData("ed25519-x509")]
    public void TheEvidenceIsSignedByTheKeyThatTheChainCertifies(string suite)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample, suite);
        using BootedBoard running = device.Board.Boot();
        Assert.True(UnverifiedCoseSign1.TryParse(running.Attest(Nonce), CoseTag.Required, out UnverifiedCoseSign1? evidence, out _));
        Assert.Equal(5, evidence.X5Chain.Count);
        Assert.True(UnverifiedCertificate.TryParse(evidence.X5Chain[0], out UnverifiedCertificate leaf, out _));
        Assert.True(evidence.Verify(leaf.ForDisplay.SubjectKey, default, out _, out _));
        VerificationKey issuer = device.Made.UdsKey;
        for (int i = evidence.X5Chain.Count - 2; i >= 0; i--)
        {
            Assert.True(UnverifiedCertificate.TryParse(evidence.X5Chain[i], out UnverifiedCertificate certificate, out _));
            issuer = Assert.IsType<Certificate>(certificate.Verify(issuer)).SubjectKey;
        }
    }

    /// <summary>The verifier's reader shares no code with the firmware that wrote the chain.</summary>
    [Theory]
    [MemberData(nameof(Suites))]
    public void TheVerifiersReaderAcceptsEveryChain(string suite)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample, suite);
        using BootedBoard running = device.Board.Boot();
        Assert.True(UnverifiedDiceChain.TryReadCbor(running.Chain.Encode(), out UnverifiedDiceChain chain, out _));
        var anchors = new DiceAnchors { UdsKeys = [device.Made.UdsKey] };
        DiceChainResult result = DiceChainVerifier.Verify(chain, anchors, DiceChainRules.OpenDice, sample.World.Now);
        Assert.Empty(result.Findings);
        Assert.Equal(SampleWorld.Images.Length, result.Chain!.Layers.Count);
        Assert.True(UnverifiedEat.TryParse(running.Attest(Nonce), out UnverifiedEat? evidence, out _));
        Assert.True(evidence.Verify(result.Chain.LeafKey, out EatClaims? claims, out _));
        Assert.Equal(device.Made.Ueid, claims.Ueid!.Value.ToArray());
    }

    [Fact]
    public void OpenSslAcceptsTheWholeChainFromTheManufacturerDown()
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample, "p256-x509");
        using BootedBoard running = device.Board.Boot();
        Assert.True(UnverifiedCoseSign1.TryParse(running.Attest(Nonce), CoseTag.Required, out UnverifiedCoseSign1? evidence, out _));
        string[] pem = [.. evidence.X5Chain.Select(der => System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", der.Span) + "\n")];
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["ca"], System.Security.Cryptography.PemEncoding.WriteString("CERTIFICATE", sample.World.Authority.Certificate) + "\n");
        File.WriteAllText(folder["between"], string.Concat(pem[1..]));
        File.WriteAllText(folder["leaf"], pem[0]);
        // The Open DICE extension is critical and openssl does not know it.
        string verdict = OpenSsl.Run($"verify -ignore_critical -CAfile {folder["ca"]} -untrusted {folder["between"]} {folder["leaf"]}");
        Assert.Contains("OK", verdict);
    }

    [Fact]
    public void TheUdsIsReadOnceUntilTheNextReset()
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample);
        using BootedBoard running = device.Board.Boot();
        Assert.True(device.Board.Fuse.IsLatched);
        Assert.False(device.Board.Fuse.TryRead(sample.World.Operations, out byte[] uds));
        Assert.Empty(uds);
    }

    [Theory]
    [MemberData(nameof(Suites))]
    public void NoSecretButTheAttestationKeySurvivesTheBoot(string suite)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample, suite);
        var watched = new WatchedOperations(sample.World.Operations);
        using Board board = Rebuilt(device, watched);
        BootedBoard running = board.Boot();
        byte[] left = Assert.Single(watched.Leftovers());
        Assert.Equal(DiceAlgorithmSizes.PrivateKey(device.Board.Suite.Algorithm), left.Length);
        running.Dispose();
        Assert.Empty(watched.Leftovers());
    }

    [Theory]
    [InlineData("the bootloader", 0)]
    [InlineData("the middle", 1)]
    [InlineData("the application", 2)]
    public void VerifiedBootStopsAtAChangedImageAndLeavesNoSecret(string description, int partition)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample);
        var watched = new WatchedOperations(sample.World.Operations);
        using Board board = Rebuilt(device, watched);
        board.Flash[partition].Image[0] ^= 1;
        var refusal = Assert.Throws<BootRefusedException>(() => board.Boot());
        Assert.Equal((FactoryReasons.ManifestDigest, partition), (refusal.Reason, refusal.Partition));
        Assert.Empty(watched.Leftovers());
    }

    [Fact]
    public void AGlitchGetsPastVerifiedBootButNotPastMeasurement()
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample);
        byte[] genuine = ChainOf(device.Board);
        device.Board.Flash[2].Image[0] ^= 1;
        device.Board.VerificationGlitched = true;
        byte[] attacked = ChainOf(device.Board);
        Assert.NotEqual(genuine, attacked);
        byte[] measured = System.Security.Cryptography.SHA512.HashData(device.Board.Flash[2].Image);
        Assert.True(attacked.AsSpan().IndexOf(measured) > 0);
    }

    [Theory]
    [InlineData(LockState.Locked, DiceMode.Normal)]
    [InlineData(LockState.Debug, DiceMode.Debug)]
    [InlineData(LockState.Recovery, DiceMode.Recovery)]
    [InlineData(LockState.Unconfigured, DiceMode.NotConfigured)]
    public void TheModeFollowsTheLockState(LockState state, DiceMode mode)
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample);
        device.Board.Lock = state;
        Assert.Equal(mode, device.Board.Mode);
        using BootedBoard running = device.Board.Boot();
        Assert.True(UnverifiedCoseSign1.TryParse(running.Attest(Nonce), CoseTag.Required, out UnverifiedCoseSign1? evidence, out _));
        Assert.True(UnverifiedCertificate.TryParse(evidence.X5Chain[1], out UnverifiedCertificate layer, out _));
        Assert.Equal((int)mode, (int)layer.ForDisplay.OpenDice!.Mode!.Value);
    }

    [Fact]
    public void EveryBootCountsAndHasItsOwnSeed()
    {
        using var sample = new SampleWorld();
        using WorldDevice device = New(sample);
        using BootedBoard first = device.Board.Boot();
        using BootedBoard second = device.Board.Boot();
        Assert.Equal((1ul, 2ul), (first.BootCount, second.BootCount));
        Assert.NotEqual(first.BootSeed, second.BootSeed);
        Assert.Equal(first.Chain.Encode(), second.Chain.Encode());
    }

    [Fact]
    public void TheSameSeedMakesTheSameDevice()
    {
        using var one = new SampleWorld(seed: 7);
        using var same = new SampleWorld(seed: 7);
        using var other = new SampleWorld(seed: 8);
        using WorldDevice first = New(one, "ed25519-cbor"), second = New(same, "ed25519-cbor"), third = New(other, "ed25519-cbor");
        using BootedBoard a = first.Board.Boot(), b = second.Board.Boot(), c = third.Board.Boot();
        Assert.Equal(a.Attest(Nonce), b.Attest(Nonce));
        Assert.NotEqual(a.Attest(Nonce), c.Attest(Nonce));
    }

    private static WorldDevice New(SampleWorld sample, string suite = "p256-x509") =>
        sample.World.NewDevice("board", CryptoSuite.All.Single(s => s.Name == suite), sample.World.Current);

    /// <summary>The same board on watched operations; its fuse holds the UDS itself, so that the watch sees no fuse as memory.</summary>
    private static Board Rebuilt(WorldDevice device, IDiceOperations operations) =>
        new(operations, new UdsFuse(FuseContent.Generate(ProvisioningScheme.PreGeneration, uds => uds.Fill(3))), device.Board.Identity, device.Board.Suite, device.Board.Flash, seed => seed.Fill(1)) { TrustedKey = device.Board.TrustedKey };

    private static byte[] ChainOf(Board board)
    {
        using BootedBoard running = board.Boot();
        return running.Chain.Encode();
    }
}
