using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats.EventLog;

namespace Attestation.UnitTests.Appraisal.Nodes.Boot;

/// <summary>A unified kernel image and systemd's phases against reference values.</summary>
public sealed class UkiComparisonTests
{
    [Theory]
    [InlineData("in the initrd", 1)]
    [InlineData("all phases", 4)]
    public void AKnownImageIsAccepted(string description, int phases)
    {
        BootBench bench = Bench(phases);
        Assert.True(bench.Refusals() is [], $"{description}: {string.Join("\n", bench.Record.Findings)}");
        Assert.Equal(phases, bench.Record.Compared.Count(c => c.Key == "systemd-phase"));
    }

    [Fact]
    public void ThePhaseOfTheQuoteIsCompared()
    {
        BootBench bench = Bench(4);
        bench.References.RemoveAll(r => r.BootClass == BootClass.SystemdPhase && r.Name == "ready");
        Assert.Equal([(BootReasons.SystemdPhase, "systemd's event 3 (PCR 11, systemd-phase)")], bench.Refusals());
    }

    [Theory]
    [InlineData("the line of the image", UkiBoot.CommandLine, true)]
    [InlineData("another line", "root=/dev/vda3 ro", false)]
    [InlineData("a pattern cannot be compared with what the log does not hold", "root=* ro", false)]
    public void TheLineInsideAnImageIsComparedByItsHash(string description, string pattern, bool good)
    {
        BootBench bench = Bench(1);
        bench.References[bench.References.FindIndex(r => r.Pattern?.ToString() == UkiBoot.CommandLine)] = BootBench.Blank(BootClass.CommandLine) with { Pattern = BootBench.Pattern(pattern) };
        ReasonCode[] expected = good ? [] : [BootReasons.CommandLine];
        Assert.True(expected.SequenceEqual(bench.Refusals().Select(r => r.Code)), description);
    }

    [Fact]
    public void AnArchiveThatNobodyKnowsIsRefused()
    {
        BootBench bench = Bench(1).Without(BootClass.Systemd);
        Assert.Contains((BootReasons.Disguised, "event 10 (PCR 12, EV_IPL, systemd)"), bench.Refusals());
    }

    private static BootBench Bench(int phases) => new(UkiBoot.Log, UkiBoot.Pcrs(phases))
    {
        Systemd = UkiBoot.Systemd,
        Policy = NodePolicy.Default with { Require = ["kernel", "initrd", "command-line", "uki-section", "systemd-phase"], SecureBoot = false },
        References = [.. References()],
    };

    private static IEnumerable<NodeReference> References()
    {
        foreach (BootComponent component in BootComponents.Of(UkiBoot.Log, PcrBank.Sha256).Where(c => c.Class is not (BootClass.Fixed or BootClass.CommandLine)))
        {
            Assert.True(UkiBoot.Log.TryGetEvent(component.Event, out BootEvent boot));
            Assert.True(boot.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest));
            yield return BootBench.Blank(component.Class) with { Name = component.Name, Digests = [new(1, digest)] };
        }
        foreach (BootComponent component in SystemdEvents.Of(UkiBoot.Systemd, PcrBank.Sha256))
        {
            Assert.True(UkiBoot.Systemd.Records[component.Event].TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest));
            yield return BootBench.Blank(component.Class) with { Name = component.Name, Digests = [new(1, digest)] };
        }
        foreach (string line in (string[])[UkiBoot.CommandLine, "debug"])
            yield return BootBench.Blank(BootClass.CommandLine) with { Pattern = BootBench.Pattern(line) };
    }
}
