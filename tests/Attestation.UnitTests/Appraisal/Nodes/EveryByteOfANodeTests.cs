using System.Collections.Concurrent;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>
/// Each byte of a good node's evidence changed in turn: refused, or without any influence on what is required. What no digest covers is in the boot
/// log alone (types, device paths, names of files, digests of banks that are not quoted), and in the UEFI variables, which decide nothing. Inside the
/// large key databases, whose digest covers every byte alike, one byte in sixteen is changed.
/// </summary>
public sealed class EveryByteOfANodeTests
{
    private const int Large = 512;
    private const int Step = 16;

    private readonly NodeBench bench = new() { Policy = Policy.Default, Endorsements = NodeBench.Known() };
    private readonly byte[] good;
    private readonly AppraisalResult known;

    public EveryByteOfANodeTests()
    {
        bench.Maker.Variables.Add("BootOrder-8be4df61-93ca-11d2-aa0d-00e098032b8c", [7, 0, 0, 0, 1, 0]);
        good = bench.Maker.Make(NodeBench.Nonce);
        known = bench.Appraise(good);
    }

    [Fact]
    public void AChangedByteIsRefusedOrDecidesNothing()
    {
        Assert.Equal(AppraisalStatus.Affirming, known.Status);
        int log = good.AsSpan().IndexOf(bench.Maker.BootLog);
        int variables = good.AsSpan().IndexOf("BootOrder-"u8);
        int[] places = [.. Places(log)];
        var wrong = new ConcurrentBag<int>();
        int indifferent = 0;
        Parallel.ForEach(places, at =>
        {
            byte[] changed = [.. good];
            changed[at] ^= (byte)(1 << (at % 8));
            AppraisalResult result = bench.Appraise(changed);
            if (result.Status == AppraisalStatus.Contraindicated)
                return;
            Interlocked.Increment(ref indifferent);
            bool uncovered = (at >= log && at < log + bench.Maker.BootLog!.Length) || (at >= variables && at < variables + 60);
            if (!uncovered || !SaysNothingElse(result))
                wrong.Add(at);
        });
        Assert.Empty(wrong);
        Assert.InRange(indifferent, 1, places.Length / 3);
    }

    private IEnumerable<int> Places(int log)
    {
        Assert.True(BootEventLog.TryParse(bench.Maker.BootLog!, out BootEventLog read, out _));
        var sampled = new HashSet<int>();
        foreach (BootEvent boot in read)
        {
            int start = log + bench.Maker.BootLog.AsSpan(boot.Offset).IndexOf(boot.Data.Span) + boot.Offset;
            if (boot.Data.Length > Large)
                sampled.UnionWith(Enumerable.Range(start, boot.Data.Length).Where(at => at % Step != 0));
        }
        return Enumerable.Range(0, good.Length).Where(at => !sampled.Contains(at));
    }

    /// <summary>Everything that the policy requires was compared with the same digests; people are told the same, or less where a text lost its event.</summary>
    private bool SaysNothingElse(AppraisalResult result)
    {
        HashSet<string> compared = Digests(result.Compared);
        return known.Boot!.SecureBoot == result.Boot!.SecureBoot
            && (result.Boot.CommandLine is null || result.Boot.CommandLine == known.Boot.CommandLine)
            && result.Boot.Authorities.All(known.Boot.Authorities.Contains)
            && compared.IsSubsetOf(Digests(known.Compared)) && result.Compared.All(c => c.Matched)
            && compared.IsSupersetOf(Digests(known.Compared.Where(c => bench.Policy.Node.Require.Contains(c.Key))))
            && known.Ima!.Judged == result.Ima!.Judged
            && Enum.GetValues<TrustClaim>().All(c => result.Vector[c] == known.Vector[c] || result.Vector[c] == 0);
    }

    private static HashSet<string> Digests(IEnumerable<ComparedMeasurement> compared) => [.. compared.Select(c => Convert.ToHexStringLower(c.Actual.Span))];
}
