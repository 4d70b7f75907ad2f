using System.Security.Cryptography.X509Certificates;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Results;
using Attestation.Dice;
using Attestation.Dice.Certificates;
using Attestation.Simulator.Boards;
using Attestation.Simulator.Worlds;

namespace Attestation.UnitTests.Appraisal.Devices;

/// <summary>Who extracted a UDS key can certify a fresh key below it, with any UEID, and run genuine layers below that one: revoking the extracted key must reach them.</summary>
public sealed class RevokedIssuerTests : IDisposable
{
    private static readonly CryptoSuite Suite = CryptoSuite.All.Single(s => s.Name == "p256-x509");
    private readonly Bench bench = new();

    [Theory]
    [InlineData("anchored in the manufacturer's CA", false)]
    [InlineData("anchored in the enrolled key that was extracted", true)]
    public void AKeyBelowARevokedUdsKeyIsRefused(string description, bool enrolled)
    {
        using WorldDevice extracted = bench.Device("extracted", Suite);
        using WorldDevice fresh = bench.Device("fresh", Suite);
        byte[] evidence = EvidenceBelow(extracted, fresh);
        EndorsementSet endorsements = enrolled ? EnrolledAlone(extracted) : bench.Endorsements();
        AppraisalResult before = bench.Appraise(evidence, endorsements);
        Assert.DoesNotContain(before.Findings, f => f.Code.Id.StartsWith("dice.chain", StringComparison.Ordinal) || f.Code.Id == "appraisal.revoked");
        Assert.Equal(Id(fresh), before.Device!.UdsKeyThumbprint);
        Assert.Equal(enrolled, before.Device.Anchor!.Contains(Id(extracted)[..16], StringComparison.Ordinal));

        AppraisalResult after = bench.Appraise(evidence, endorsements, revocation: key => key == Id(extracted) ? "sold" : null);
        Finding finding = Assert.Single(after.Findings, f => f.Code.Id == "appraisal.revoked");
        Assert.Equal(($"chain/{Id(extracted)}", "sold"), (finding.Where, finding.Actual));
        Assert.Equal(AppraisalStatus.Contraindicated, after.Status);
        Assert.Equal(96, after.Vector.InstanceIdentity);
    }

    [Fact]
    public void EveryKeyAboveTheLayersIsAskedForOnce()
    {
        using WorldDevice extracted = bench.Device("asked extracted", Suite);
        using WorldDevice fresh = bench.Device("asked fresh", Suite);
        var asked = new List<string>();
        bench.Appraise(EvidenceBelow(extracted, fresh), bench.Endorsements(), revocation: key =>
        {
            asked.Add(key);
            return null;
        });
        Assert.Contains(Convert.ToHexStringLower(bench.Anchors().Authorities[0].ForDisplay.SubjectKey.Thumbprint.Span), asked);
        Assert.Contains(Id(extracted), asked);
        Assert.Contains(Id(fresh), asked);
        Assert.Equal(asked.Distinct(), asked);
    }

    public void Dispose() => bench.Dispose();

    private static string Id(WorldDevice device) => Convert.ToHexStringLower(device.Made.Ueid.AsSpan(1));

    private EndorsementSet EnrolledAlone(WorldDevice device)
    {
        var builder = new EndorsementSetBuilder();
        bench.Add(builder, bench.World.Current.Corim);
        bench.Add(builder, device.Made.Endorsement);
        return builder.Build();
    }

    /// <summary>The fresh device's evidence, with a certificate of its UDS key by the extracted one in the place of the manufacturer's, and the extracted key's above it.</summary>
    private byte[] EvidenceBelow(WorldDevice extracted, WorldDevice fresh)
    {
        using BootedBoard booted = fresh.Board.Boot();
        var certificate = new ChainCertificate(CertificateForm.X509, Certify(extracted, fresh, booted.Chain.UdsPublicKey));
        return booted.Attest(Bench.Nonce, booted.Chain with
        {
            UdsCertificate = extracted.Made.UdsCertificate,
            Certificates = [certificate, .. booted.Chain.Certificates],
        });
    }

    private byte[] Certify(WorldDevice issuer, WorldDevice subject, byte[] subjectKey)
    {
        IDiceOperations operations = bench.World.Operations;
        Assert.True(issuer.Board.Fuse.TryRead(operations, out byte[] uds));
        Assert.Equal(DiceResult.Ok, LayerKey.Derive(operations, Suite.Algorithm, uds, out LayerKey key));
        Assert.Equal(DiceResult.Ok, LayerKey.FromPublicKey(operations, Suite.Algorithm, subjectKey, out LayerKey certified));
        using X509Certificate2 above = X509CertificateLoader.LoadCertificate(issuer.Made.UdsCertificate);
        byte[] toBeSigned = UdsCertificate.ToBeSigned(key.Algorithm, above.SubjectName.RawData, key.Id, certified, subject.Made.Ueid);
        byte[] signature = key.Sign(operations, toBeSigned, 0, toBeSigned.Length);
        key.Wipe(operations);
        operations.Wipe(uds);
        return UdsCertificate.Assemble(toBeSigned, Suite.Algorithm, signature);
    }
}
