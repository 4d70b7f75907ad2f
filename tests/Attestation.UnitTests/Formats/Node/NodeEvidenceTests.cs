using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;

namespace Attestation.UnitTests.Formats.Node;

/// <summary>docs/formats/node-evidence.cddl, member by member.</summary>
public sealed class NodeEvidenceTests : IDisposable
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6, 7, 8];

    private readonly SoftwareAttestationKey key = SoftwareAttestationKey.P256();
    private readonly NodeEvidenceMaker maker;

    public NodeEvidenceTests()
    {
        maker = new NodeEvidenceMaker(key)
        {
            BootLog = [1, 2],
            ImaLog = [3, 4, 5],
            ImaOffset = 100,
            ImaEntries = 2,
            UserspaceLog = [6],
            NodeName = "worker-1.example",
            KubeletKey = [.. Enumerable.Repeat((byte)7, 32)],
            SecretsKey = [.. Enumerable.Repeat((byte)8, 32)],
            DeviceEvidence = [9],
        };
        maker.SetPcr((ushort)PcrBank.Sha1, 3, new byte[20]);
        maker.SetPcr((ushort)PcrBank.Sha256, 23, new byte[32]);
        maker.Variables.Add("Boot0000-g", [1, 2, 3, 4]);
        maker.Variables.Add("SecureBoot-g", [1, 2, 3, 4, 5]);
    }

    [Fact]
    public void EveryMemberIsReadAsItStands()
    {
        NodeEvidence evidence = Read(maker.Make(Nonce));
        Assert.Equal(key.Public, evidence.AttestationKey.ToArray());
        Assert.Equal([(PcrBank.Sha1, 3), (PcrBank.Sha256, 23)], evidence.Pcrs.All.Select(v => (v.Bank, v.Pcr)));
        Assert.Equal([1, 2], evidence.BootLog.Content.ToArray());
        Assert.Equal((100L, 2L), (evidence.ImaLog.Offset, evidence.ImaLog.Entries));
        Assert.Equal([3, 4, 5], evidence.ImaLog.Content.ToArray());
        Assert.Equal([6], evidence.UserspaceLog.Content.ToArray());
        Assert.Equal(["Boot0000-g", "SecureBoot-g"], evidence.Variables.Keys);
        Assert.Equal("worker-1.example", evidence.Bindings.NodeName);
        Assert.Equal(maker.KubeletKey, evidence.Bindings.KubeletKey!.Value.ToArray());
        Assert.Equal(maker.SecretsKey, evidence.Bindings.SecretsKey!.Value.ToArray());
        Assert.Equal(maker.Bindings(), evidence.Bindings.Raw.ToArray());
        Assert.Equal([9], evidence.DeviceEvidence!.Value.ToArray());
    }

    [Fact]
    public void TheQualifyingDataIsThatOfTheFormat() =>
        Assert.Equal(NodeEvidenceMaker.QualifyingData(Nonce, maker.Bindings()), NodeQualifyingData.Of(Nonce, maker.Bindings()));

    [Theory]
    [InlineData("not there", 1, LogAbsence.NotThere)]
    [InlineData("not readable", 2, LogAbsence.NotReadable)]
    [InlineData("empty", 3, LogAbsence.Empty)]
    [InlineData("too large", 4, LogAbsence.TooLarge)]
    [InlineData("turned off", 5, LogAbsence.TurnedOff)]
    public void AnAbsentLogSaysWhy(string what, int number, LogAbsence absence)
    {
        NodeEvidence evidence = Read(maker.Make(Nonce, members => members[5] = members[6] = members[7] = NodeEvidenceMaker.Encode(w => w.WriteInt32(number))));
        Assert.True(evidence.BootLog == NodeLog.Missing(absence), what);
        Assert.Equal(NodeImaLog.Missing(absence), evidence.ImaLog);
        Assert.False(evidence.UserspaceLog.IsThere);
    }

    public static TheoryData<string, int, string, string> Defects => new()
    {
        { "version 0", 1, "00", "node.evidence.version" },
        { "a version as text", 1, "6131", "cbor.type" },
        { "an empty key", 2, "40", "cbor.type" },
        { "no quote", 3, "80", "cbor.type" },
        { "five quotes", 3, "8582410041008241004100824100410082410041008241004100", "cbor.too-large" },
        { "a quote of three", 3, "8183410041004100", "cbor.type" },
        { "no bank", 4, "80", "cbor.type" },
        { "a bank without values", 4, "81820ba0", "node.evidence.bank" },
        { "an unknown bank", 4, "818201a0", "node.evidence.bank" },
        { "a bank twice", 4, "828204a10054" + Zeros20 + "8204a10154" + Zeros20, "node.evidence.bank" },
        { "PCR 24", 4, "818204a1181854" + Zeros20, "node.evidence.member" },
        { "a PCR below 0", 4, "818204a12054" + Zeros20, "node.evidence.member" },
        { "PCRs that descend", 4, "818204a20154" + Zeros20 + "0054" + Zeros20, "node.evidence.order" },
        { "a value of another bank's size", 4, "81820ba10054" + Zeros20, "tpm.quote.pcr-size" },
        { "absence 0", 5, "00", "node.evidence.absence" },
        { "an empty log", 5, "40", "node.evidence.absence" },
        { "a log as text", 7, "6131", "node.evidence.absence" },
        { "an IMA list of two", 6, "820000", "cbor.type" },
        { "an IMA list with nothing from the start", 6, "83000040", "node.evidence.absence" },
        { "entries without bytes before", 6, "8300014101", "node.evidence.ima-start" },
        { "a negative offset", 6, "8320014101", "node.evidence.ima-start" },
        { "a variable without attributes", 8, "a1614143000000", "node.evidence.variable" },
        { "a variable with a space in its name", 8, "a162412044" + "00000000", "node.evidence.variable" },
        { "variables that descend", 8, "a2614244000000006141" + "4400000000", "node.evidence.order" },
        { "a longer name before a shorter one", 8, "a262414144000000006142" + "4400000000", "node.evidence.order" },
        { "bindings that are no map", 9, "4180", "cbor.type" },
        { "an unknown binding", 9, "43a10500", "node.evidence.member" },
        { "a short hash in the bindings", 9, "44a1024100", "cbor.type" },
        { "a node name in capitals", 9, "45a101625741", "node.evidence.name" },
        { "an empty node name", 9, "43a10160", "node.evidence.name" },
        { "bytes behind the bindings", 9, "42a000", "cbor.trailing" },
        { "an empty device evidence", 10, "40", "cbor.type" },
        { "a member that nobody knows", 11, "00", "node.evidence.member" },
    };

    private const string Zeros20 = "0000000000000000000000000000000000000000";

    [Theory]
    [MemberData(nameof(Defects))]
    public void EachDefectHasItsReason(string defect, int member, string hex, string code)
    {
        byte[] evidence = maker.Make(Nonce, members => members[member] = Convert.FromHexString(hex));
        Assert.False(NodeEvidence.TryParse(evidence, out _, out ParseError error), defect);
        Assert.Equal(code, error.Code.Id);
        Assert.InRange(error.Offset, 0, evidence.Length);
        Assert.StartsWith(member.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Path, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("version", 1)]
    [InlineData("key", 2)]
    [InlineData("quotes", 3)]
    [InlineData("PCRs", 4)]
    [InlineData("boot log", 5)]
    [InlineData("IMA list", 6)]
    [InlineData("userspace log", 7)]
    [InlineData("bindings", 9)]
    public void AMissingMemberIsNamed(string what, int member)
    {
        Assert.False(NodeEvidence.TryParse(maker.Make(Nonce, members => members.Remove(member)), out _, out ParseError error), what);
        Assert.Equal((NodeReasons.Missing, $"{member}"), (error.Code, error.Path));
    }

    [Theory]
    [InlineData("key", 2, NodeLimits.Structure)]
    [InlineData("boot log", 5, NodeLimits.BootLog)]
    [InlineData("userspace log", 7, NodeLimits.UserspaceLog)]
    [InlineData("device evidence", 10, NodeLimits.DeviceEvidence)]
    public void AMemberUpToItsLimitIsReadAndOneMoreByteIsNot(string what, int member, int limit)
    {
        Assert.True(NodeEvidence.TryParse(With(member, limit), out _, out _), what);
        Assert.False(NodeEvidence.TryParse(With(member, limit + 1), out _, out ParseError error), what);
        Assert.Equal(NodeReasons.Limit, error.Code);
    }

    /// <summary>ARCHITECTURE.md, hostile bytes 3: memory in proportion; a list of 64 MiB is not copied.</summary>
    [Fact]
    public void TheLargestImaListCostsNoCopy()
    {
        maker.ImaLog = new byte[NodeLimits.ImaLog];
        byte[] evidence = maker.Make(Nonce);
        NodeEvidence.TryParse(maker.Make(Nonce, members => members[6] = [0x01]), out _, out _); // code is made ready outside the measurement
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool read = NodeEvidence.TryParse(evidence, out NodeEvidence value, out ParseError error);
        long cost = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(read, error.ToString());
        Assert.InRange(cost, 0, 64 << 10);
        Assert.True(evidence.AsSpan().Overlaps(value.ImaLog.Content.Span));
        maker.ImaLog = new byte[NodeLimits.ImaLog + 1];
        Assert.False(NodeEvidence.TryParse(maker.Make(Nonce), out _, out error));
        Assert.Equal(NodeReasons.Limit, error.Code);
    }

    [Fact]
    public void ATooLargeOrTooNumerousVariableIsRefused()
    {
        maker.Variables.Clear();
        maker.Variables.Add("A", new byte[NodeLimits.Variable + 1]);
        AssertCode(NodeReasons.Limit, maker.Make(Nonce));
        maker.Variables.Clear();
        for (int i = 0; i <= NodeLimits.Variables; i++)
            maker.Variables.Add($"V{i:d3}", new byte[4]);
        AssertCode(CborReasons.TooLarge, maker.Make(Nonce));
    }

    [Theory]
    [InlineData("a label", "a", true)]
    [InlineData("several", "a-1.b2.c", true)]
    [InlineData("253 characters", null, true)]
    [InlineData("a leading hyphen", "-a", false)]
    [InlineData("a trailing hyphen", "a-", false)]
    [InlineData("an empty label", "a..b", false)]
    [InlineData("a trailing dot", "a.", false)]
    [InlineData("an underscore", "a_b", false)]
    [InlineData("a letter beyond ASCII", "ä", false)]
    public void NodeNamesAreThoseOfRfc1123(string what, string? name, bool valid)
    {
        Assert.True(NodeNames.IsOne(name ?? new string('a', 253)) == valid, what);
        Assert.False(NodeNames.IsOne(new string('a', 254)));
    }

    public void Dispose() => key.Dispose();

    private static void AssertCode(ReasonCode code, byte[] evidence)
    {
        Assert.False(NodeEvidence.TryParse(evidence, out _, out ParseError error));
        Assert.Equal(code, error.Code);
    }

    private static NodeEvidence Read(byte[] bytes)
    {
        Assert.True(NodeEvidence.TryParse(bytes, out NodeEvidence evidence, out ParseError error), error.ToString());
        return evidence;
    }

    private byte[] With(int member, int size) => maker.Make(Nonce, members => members[member] = NodeEvidenceMaker.Encode(w => w.WriteByteString(new byte[size])));
}
