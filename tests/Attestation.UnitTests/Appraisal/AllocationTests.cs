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
    [InlineData("P-384, CBOR", "p384-cbor")]
    [InlineData("Ed25519, mixed", "ed25519-mixed")]
    [InlineData("Ed25519, CBOR", "ed25519-cbor")]
    public void AKnownDeviceCostsAtMostFourTimesItsEvidence(string name, string suite)
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
            KnownChains = new ChainCache(1),
        };
        for (int i = 0; i < Runs; i++)
            Assert.Equal(AppraisalStatus.Affirming, Appraiser.Appraise(request).Status);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Runs; i++)
            Appraiser.Appraise(request);
        long each = (GC.GetAllocatedBytesForCurrentThread() - before) / Runs;
        Assert.True(each <= 4 * evidence.Length, $"{name}: {each} bytes allocated for {evidence.Length} bytes of evidence");
    }
}
