using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Appraisal.Nodes.Boot;
using Attestation.UnitTests.Appraisal.Nodes.Ima;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>The IMA list inside a node's appraisal; how entries are judged is tested with ImaAppraisal.</summary>
public sealed class NodeImaTests
{
    private static readonly NodePolicy Everything = NodePolicy.Default with { Ima = new NodeImaPolicy { Exclude = ["**"], MinimumHash = ImaHash.Sha1 } };

    [Fact]
    public void AListOfAnotherBootMatchesNothing()
    {
        using var bench = new NodeBench { Policy = Policy.Default with { Node = Everything } };
        bench.Maker.ImaLog![40] ^= 1;
        AppraisalResult result = bench.Appraise();
        Assert.Contains(ImaReasons.NoPrefix, NodeBench.Refusals(result));
        Assert.Null(result.UpdatedNodeHistory!.Ima);
    }

    /// <summary>ARCHITECTURE.md, hostile bytes 3: whoever sends a long list costs its length, not a multiple of it.</summary>
    [Fact]
    public void ALongListCostsLessThanItsLength()
    {
        string[] paths = [.. Enumerable.Range(0, 20_000).Select(i => $"/usr/lib/some/where/library-{i:d6}.so")];
        using NodeBench bench = OfFiles(paths);
        byte[] evidence = bench.Maker.Make(NodeBench.Nonce);
        Assert.Equal(paths.Length, bench.Appraise(evidence).Ima!.ByDigest); // reference values are indexed once, at the first use
        long before = GC.GetAllocatedBytesForCurrentThread();
        bench.Appraise(evidence);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, evidence.Length / 2);
    }

    private static NodeBench OfFiles(string[] paths)
    {
        var bench = new NodeBench { Policy = Policy.Default with { Node = NodePolicy.Default with { Require = [NodePolicy.ImaClass] } } };
        byte[] list = [.. SampleIma.BootAggregate, .. paths.SelectMany(SampleIma.File)];
        foreach ((_, int pcr, ReadOnlyMemory<byte> value) in SampleIma.Quoted(list).All)
            bench.Maker.SetPcr((ushort)PcrBank.Sha256, pcr, value.ToArray());
        (bench.Maker.ImaLog, bench.Maker.BootLog) = (list, null);
        var builder = new EndorsementSetBuilder();
        foreach (string path in paths)
        {
            builder.Add(BootBench.Blank(BootClass.Other) with
            {
                Key = NodeReference.ImaKey,
                BootClass = null,
                Name = path,
                Digests = [new ReferenceDigest(ReferenceDigest.Sha256, SampleIma.Hash(path))],
            });
        }
        bench.Endorsements = builder.Build();
        return bench;
    }

    [Fact]
    public void AListFromAPlaceNobodyKnowsIsAskedForAgain()
    {
        using var bench = new NodeBench { Policy = Policy.Default with { Node = Everything } };
        (bench.Maker.ImaOffset, bench.Maker.ImaEntries) = (100, 2);
        Assert.Contains(ImaPolicyReasons.Resend, NodeBench.Refusals(bench.Appraise()));
    }
}
