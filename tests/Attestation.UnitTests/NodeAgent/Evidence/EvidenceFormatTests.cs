using System.Text;
using Attestation.Formats;
using Attestation.Formats.Node;
using Attestation.NodeAgent.Evidence;

namespace Attestation.UnitTests.NodeAgent.Evidence;

/// <summary>The agent and the verifier have each constant for themselves (ADR 4); here they meet.</summary>
public sealed class EvidenceFormatTests
{
    [Fact]
    public void BothSidesHaveTheSameLimits()
    {
        Assert.Equal(NodeLimits.Evidence, EvidenceFormat.MostBytes);
        Assert.Equal(NodeLimits.BootLog, EvidenceFormat.MostBootLog);
        Assert.Equal(NodeLimits.ImaLog, EvidenceFormat.MostImaLog);
        Assert.Equal(NodeLimits.UserspaceLog, EvidenceFormat.MostUserspaceLog);
        Assert.Equal(NodeLimits.Variables, EvidenceFormat.MostVariables);
        Assert.Equal(NodeLimits.Variable, EvidenceFormat.MostVariable);
        Assert.Equal(NodeLimits.Bindings, EvidenceFormat.MostBindings);
        Assert.Equal(NodeLimits.DeviceEvidence, EvidenceFormat.MostDeviceEvidence);
        Assert.Equal(MediaTypes.NodeEvidence, EvidenceFormat.MediaType);
    }

    [Fact]
    public void BothSidesNumberAbsencesAlike()
    {
        var agent = Enum.GetValues<Absence>().Select(a => (a.ToString(), (int)a));
        Assert.Equal(Enum.GetValues<LogAbsence>().Select(a => (a.ToString(), (int)a)), agent);
    }

    [Theory]
    [InlineData("shortest nonce", 8, 1)]
    [InlineData("longest nonce", 64, 300)]
    public void BothSidesHashTheSameQualifyingData(string what, int nonceSize, int bindingsSize)
    {
        byte[] nonce = [.. Enumerable.Range(0, nonceSize).Select(i => (byte)i)], bindings = [.. Enumerable.Repeat((byte)7, bindingsSize)];
        Assert.True(NodeQualifyingData.Of(nonce, bindings).AsSpan().SequenceEqual(QualifyingData.OfEvidence(nonce, bindings)), what);
    }

    /// <summary>Every form that docs/formats/node-evidence.cddl names stands there as written here.</summary>
    [Fact]
    public void TheTagsStandInTheFormat()
    {
        string cddl = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "formats", "node-evidence.cddl"));
        Assert.Contains($"\"{EvidenceFormat.QualifyingTag}\"", cddl);
        Assert.Contains(EvidenceFormat.MediaType, cddl);
        Assert.Equal(28, Encoding.ASCII.GetByteCount(EvidenceFormat.IdentityTag));
    }
}
