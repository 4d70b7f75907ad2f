using Attestation.Appraisal;
using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal;

/// <summary>ARCHITECTURE.md, hostile bytes 3: memory in proportion to input. A device whose chain is known costs at most four times its evidence.</summary>
public sealed class AllocationTests
{
    private const int Runs = 64;

    [Theory]
    [InlineData("P-256, X.509", "p256-x509")]
    [InlineData("P-256, CBOR", "p256-cbor")]
    [InlineData("P-384, CBOR", "p384-cbor")]
    [InlineData("Ed25519, X.509", "ed25519-x509")]
    [InlineData("Ed25519, mixed", "ed25519-mixed")]
    [InlineData("Ed25519, CBOR", "ed25519-cbor")]
    public void AKnownDeviceCostsAtMostFourTimesItsEvidence(string name, string suite)
    {
        (long each, int evidence) = Cost(suite, new ChainCache(1));
        Assert.True(each <= 4 * evidence, $"{name}: {each} bytes allocated for {evidence} bytes of evidence");
    }

    /// <summary>A new chain becomes four certificates' content, their keys and the comparison's results: 12 to 15 KiB when optimised, whatever the encoding.</summary>
    [Theory]
    [InlineData("P-256, X.509", "p256-x509")]
    [InlineData("P-256, CBOR", "p256-cbor")]
    [InlineData("P-384, CBOR", "p384-cbor")]
    [InlineData("Ed25519, X.509", "ed25519-x509")]
    [InlineData("Ed25519, mixed", "ed25519-mixed")]
    [InlineData("Ed25519, CBOR", "ed25519-cbor")]
    public void ANewDeviceCostsAtMostTwentyKilobytes(string name, string suite)
    {
        (long each, int evidence) = Cost(suite, null);
        Assert.True(each <= 20 * 1024, $"{name}: {each} bytes allocated for {evidence} bytes of evidence");
    }

    private static (long Each, int Evidence) Cost(string suite, ChainCache? cache)
    {
        using var bench = new Bench();
        using WorldDevice device = bench.Device("measured", CryptoSuite.All.Single(s => s.Name == suite));
        using BootedBoard booted = device.Board.Boot();
        byte[] evidence = booted.Attest(Bench.Nonce);
        EndorsementSet endorsements = bench.Endorsements(device);
        DeviceHistory known = bench.Appraise(evidence, endorsements).UpdatedHistory! with { RecentEvidence = [] }; // else it would be a replay
        var request = new AppraisalRequest
        {
            History = _ => known,
            Evidence = evidence,
            MediaType = BootedBoard.EvidenceMediaType,
            Nonce = Bench.Nonce,
            Endorsements = endorsements,
            Policy = Policy.Default,
            Now = bench.Now,
            KnownChains = cache,
        };
        for (int i = 0; i < Runs; i++)
            Assert.Equal(AppraisalStatus.Affirming, Appraiser.Appraise(request).Status);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Runs; i++)
            Appraiser.Appraise(request);
        return ((GC.GetAllocatedBytesForCurrentThread() - before) / Runs, evidence.Length);
    }
}
