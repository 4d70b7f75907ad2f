using Attestation.Appraisal.Results;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Appraisal.Nodes;

public sealed class NodeQuoteTests
{
    private const ushort Sha256 = (ushort)PcrBank.Sha256;

    [Fact]
    public void AQuoteForAnotherSessionIsNotFresh()
    {
        using var bench = new NodeBench();
        AppraisalResult result = bench.Appraise(bench.Maker.Make([.. NodeBench.Nonce.Reverse()]));
        AssertAlso(TpmReasons.Nonce, result);
        Assert.Null(result.UpdatedNodeHistory);
        Assert.Null(result.Node!.KubeletKey);
    }

    [Fact]
    public void BindingsThatTheQuoteDoesNotCoverAreNotFresh()
    {
        using var bench = new NodeBench();
        byte[] bound = bench.Maker.Bindings();
        bench.Maker.KubeletKey![5] ^= 1;
        byte[] other = bench.Maker.Bindings();
        Assert.NotEqual(bound, other);
        bench.Maker.KubeletKey[5] ^= 1;
        AssertAlso(TpmReasons.Nonce, bench.Appraise(members => members[9] = NodeEvidenceMaker.Encode(w => w.WriteByteString(other))));
    }

    [Fact]
    public void AValueThatWasNotQuotedIsRefused() => AssertAlso(TpmReasons.PcrNotQuoted, WithValues(maker => maker.SetPcr(Sha256, 15, new byte[32])));

    [Fact]
    public void AQuotedValueThatWasNotSentIsRefused() => AssertAlso(TpmReasons.PcrNotSupplied, WithValues(maker => maker.Pcrs[Sha256].Remove(3)));

    [Fact]
    public void AnotherValueThanTheQuotedOneIsRefused() => AssertAlso(TpmReasons.Digest, WithValues(maker => maker.SetPcr(Sha256, 10, new byte[32])));

    [Fact]
    public void ValuesOfAnotherBankAreRefusedAsThat()
    {
        AppraisalResult result = WithValues(maker =>
        {
            maker.Pcrs.Add((ushort)PcrBank.Sha3Of256, maker.Pcrs[Sha256]);
            maker.Pcrs.Remove(Sha256);
        });
        AssertAlso(TpmReasons.Bank, result);
        Assert.Contains(result.Findings, f => f.Code == TpmReasons.PcrNotQuoted);
        Assert.DoesNotContain(result.Findings, f => f.Code == TpmReasons.PcrNotSupplied);
    }

    [Theory]
    [InlineData("not restricted", TpmaObject.Restricted, "tpm.ak.not-restricted")]
    [InlineData("cannot sign", TpmaObject.SignEncrypt, "tpm.ak.not-signing")]
    [InlineData("can be moved", TpmaObject.FixedTpm, "tpm.ak.not-fixed")]
    [InlineData("can be moved with its parent", TpmaObject.FixedParent, "tpm.ak.not-fixed")]
    [InlineData("came from outside", TpmaObject.SensitiveDataOrigin, "tpm.ak.imported")]
    public void AKeyWithoutAnAttributeIsRefusedThoughItIsEnrolled(string why, TpmaObject missing, string code)
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.P256(KeyTemplates.AttestationAttributes & ~missing);
        using var bench = new NodeBench();
        bench.Maker = Copy(bench.Maker, key);
        bench.Enrolled = bench.Enrolled! with { AkName = key.Name, AttestationKey = key.Public };
        AppraisalResult result = bench.Appraise();
        Assert.Contains(code, result.Findings.Select(f => f.Code.Id));
        Assert.Null(result.Node);
    }

    [Fact]
    public void ASignatureOfAnotherKeyIsRefused()
    {
        using var bench = new NodeBench();
        using SoftwareAttestationKey other = SoftwareAttestationKey.P256();
        AssertAlso(TpmReasons.Signature, bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes((Attest(bench), other.Sign(Attest(bench))))));
    }

    [Theory]
    [InlineData("magic", 0, "tpm.quote.magic")]
    [InlineData("type", 5, "tpm.quote.type")]
    public void ASignedAttestationWithAChangedByteIsNoQuote(string field, int at, string code)
    {
        Assert.Contains(code, Signed(attest => attest[at] ^= 1));
    }

    [Fact]
    public void ASignedAttestationWithMoreOrLessBytesIsNoQuote()
    {
        Assert.Contains("tpm.quote.trailing", Signed(_ => { }, attest => [.. attest, 0]));
        Assert.Contains("tpm.quote.truncated", Signed(_ => { }, attest => attest[..^1]));
    }

    [Fact]
    public void TheKeyIsTpm2bPublic()
    {
        using var bench = new NodeBench();
        Assert.Contains(TpmReasons.AkForm, bench.Appraise(members => members[2] = NodeEvidenceMaker.Encode(w => w.WriteByteString(bench.Key.Public.AsSpan(2)))).Findings.Select(f => f.Code));
    }

    [Fact]
    public void ARsaKeyQuotesAsWell()
    {
        using SoftwareAttestationKey key = SoftwareAttestationKey.Rsa();
        using var bench = new NodeBench();
        bench.Maker = Copy(bench.Maker, key);
        bench.Enrolled = bench.Enrolled! with { AkName = key.Name, AttestationKey = key.Public };
        Assert.Equal(2, bench.Appraise().Vector.InstanceIdentity);
    }

    [Fact]
    public void QuotesOfDifferentBanksCompleteEachOther()
    {
        using var bench = new NodeBench(banks: [PcrBank.Sha1, PcrBank.Sha256]);
        byte[][] attests = [.. bench.Maker.Pcrs.Select(bank => bench.Key.Attest(Data(bench), new Dictionary<ushort, SortedDictionary<int, byte[]>> { [bank.Key] = bank.Value }, bench.Maker.Clock, bench.Maker.Firmware))];
        AppraisalResult both = bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes([.. attests.Select(a => (a, bench.Key.Sign(a)))]));
        Assert.Equal(2, both.Vector.InstanceIdentity);
        AppraisalResult one = bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes((attests[1], bench.Key.Sign(attests[1]))));
        AssertAlso(TpmReasons.PcrNotQuoted, one);
    }

    private static void AssertAlso(ReasonCode code, AppraisalResult result)
    {
        Assert.Contains(result.Findings, f => f.Code == code && f.Severity == Severity.Refuse);
        Assert.NotEqual(2, result.Vector.InstanceIdentity);
        Assert.Equal(AppraisalStatus.Contraindicated, result.Status);
    }

    private static byte[] Data(NodeBench bench) => NodeEvidenceMaker.QualifyingData(NodeBench.Nonce, bench.Maker.Bindings());

    private static byte[] Attest(NodeBench bench) => bench.Key.Attest(Data(bench), bench.Maker.Pcrs, bench.Maker.Clock, bench.Maker.Firmware);

    /// <summary>The quote is over the boot's values; what stands beside it is changed.</summary>
    private static AppraisalResult WithValues(Action<NodeEvidenceMaker> change)
    {
        using var bench = new NodeBench();
        byte[] attest = Attest(bench);
        byte[] signature = bench.Key.Sign(attest);
        change(bench.Maker);
        return bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes((attest, signature)));
    }

    private static IEnumerable<string> Signed(Action<byte[]> damage, Func<byte[], byte[]>? resize = null)
    {
        using var bench = new NodeBench();
        byte[] attest = Attest(bench);
        damage(attest);
        attest = resize?.Invoke(attest) ?? attest;
        return bench.Appraise(members => members[3] = NodeEvidenceMaker.Quotes((attest, bench.Key.Sign(attest)))).Findings.Select(f => f.Code.Id);
    }

    private static NodeEvidenceMaker Copy(NodeEvidenceMaker maker, SoftwareAttestationKey key)
    {
        var copy = new NodeEvidenceMaker(key) { BootLog = maker.BootLog, ImaLog = maker.ImaLog, NodeName = maker.NodeName, KubeletKey = maker.KubeletKey };
        foreach ((ushort bank, SortedDictionary<int, byte[]> values) in maker.Pcrs)
            copy.Pcrs.Add(bank, values);
        return copy;
    }
}
