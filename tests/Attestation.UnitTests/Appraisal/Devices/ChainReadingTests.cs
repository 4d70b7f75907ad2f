using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Appraisal.Devices;
using Attestation.Formats.Dice;
using Attestation.Formats.Eat;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal.Devices;

/// <summary>What is remembered of a chain, so that time and enrolment are judged again at every use.</summary>
public sealed class ChainReadingTests : IDisposable
{
    private readonly Bench bench = new();

    [Fact]
    public void ACertificateThatCameBetweenAnchorAndUdsNarrowsTheWindowToo()
    {
        DateTimeOffset from = bench.Now.AddMinutes(-1), to = bench.Now.AddDays(3);
        (VerifiedDiceChain verified, UnverifiedDiceChain came, UnverifiedDiceChain longer) = Chains(Certificate(from, to));
        KnownChain known = ChainReading.Make(verified, came, bench.Anchors());
        Assert.True(known.NotAfter > to);
        KnownChain narrowed = ChainReading.Make(verified, longer, bench.Anchors());
        Assert.Equal((from.ToUnixTimeSeconds(), to.ToUnixTimeSeconds()), (narrowed.NotBefore.ToUnixTimeSeconds(), narrowed.NotAfter.ToUnixTimeSeconds()));
    }

    [Fact]
    public void AnEnrolmentAnywhereInTheChainIsRemembered()
    {
        (VerifiedDiceChain verified, UnverifiedDiceChain came, _) = Chains(Certificate(bench.Now, bench.Now.AddDays(1)));
        for (int i = 0; i < came.Entries.Count; i++)
        {
            DiceAnchors enrolled = bench.Anchors() with { UdsKeys = [came.Entries[i].ForDisplay.SubjectKey] };
            Assert.Equal(1u << i, ChainReading.Make(verified, came, enrolled).Enrolled);
        }
    }

    public void Dispose() => bench.Dispose();

    /// <summary>A board's chain, verified and as it came, and the same with one certificate more before it.</summary>
    private (VerifiedDiceChain Verified, UnverifiedDiceChain Came, UnverifiedDiceChain Longer) Chains(byte[] extra)
    {
        using WorldDevice device = bench.Device("window", CryptoSuite.All.Single(s => s.Name == "p256-x509"));
        using BootedBoard booted = device.Board.Boot();
        Assert.True(UnverifiedEat.TryParse(booted.Attest(Bench.Nonce), out UnverifiedEat? token, out _));
        Assert.True(UnverifiedDiceChain.TryReadX509(token.X5Chain, leafFirst: true, out UnverifiedDiceChain came, out _));
        Assert.True(UnverifiedDiceChain.TryReadX509([.. token.X5Chain, extra], leafFirst: true, out UnverifiedDiceChain longer, out _));
        VerifiedDiceChain? verified = DiceChainVerifier.Verify(came, bench.Anchors(), DiceChainRules.OpenDice, bench.Now).Chain;
        Assert.NotNull(verified);
        return (verified, came, longer);
    }

    private static byte[] Certificate(DateTimeOffset from, DateTimeOffset to)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using X509Certificate2 certificate = new CertificateRequest("CN=in between", key, HashAlgorithmName.SHA256).CreateSelfSigned(from, to);
        return certificate.RawData;
    }
}
