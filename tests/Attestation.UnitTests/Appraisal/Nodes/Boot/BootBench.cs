using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes.Boot;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes.Boot;

/// <summary>A recorded boot compared with reference values made from another; every part can be changed.</summary>
internal sealed class BootBench
{
    private static readonly int[] Quoted = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 14];

    internal static readonly DeviceClass Class = new("Example", "Worker");

    internal const string Source = "worker-1.0";

    internal BootBench(string boot)
        : this(NodeBoots.WithEventLog.Contains(boot) ? NodeBoots.EventLog(boot) : null, NodeBoots.Pcrs(boot, Quoted))
    {
    }

    internal BootBench(BootEventLog? log, PcrValueSet quoted) => (Log, QuotedPcrs) = (log, quoted);

    internal BootEventLog? Log { get; }

    internal SystemdMeasureLog? Systemd { get; set; }

    internal PcrValueSet QuotedPcrs { get; set; }

    internal List<NodeReference> References { get; set; } = Of(NodeBoots.Good);

    internal NodePolicy Policy { get; set; } = NodePolicy.Default;

    internal UnknownComponents Unknown { get; set; } = UnknownComponents.Refuse;

    internal DateTimeOffset Now { get; set; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    internal AppraisalRecord Record { get; } = new();

    /// <summary>One reference for every event of a boot, command lines and grub's commands as literal patterns.</summary>
    internal static List<NodeReference> Of(string boot, PcrBank bank = PcrBank.Sha256)
    {
        BootEventLog log = NodeBoots.EventLog(boot);
        return [.. BootComponents.Of(log, bank).Where(c => c.Class != BootClass.Fixed).Select(c => Reference(log, c, bank))];
    }

    private static NodeReference Reference(BootEventLog log, BootComponent component, PcrBank bank)
    {
        Assert.True(log.TryGetEvent(component.Event, out BootEvent boot));
        Assert.True(boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest));
        bool text = component.Class is BootClass.CommandLine or BootClass.GrubCommand;
        return Blank(component.Class) with
        {
            Name = text ? "" : component.Name,
            Pattern = text ? Pattern(component.Text!) : null,
            Digests = text ? [] : [new ReferenceDigest(ReferenceDigest.AlgorithmOf(digest.Length), digest)],
        };
    }

    internal static NodeReference Blank(BootClass @class) => new() { Class = Class, Key = @class.Name(), BootClass = @class, Source = Source, Signer = "Example" };

    internal static NodeReference Golden(PcrBank bank, int pcr, byte[] value) => Blank(BootClass.Other) with
    {
        Key = NodeReference.PcrsKey,
        BootClass = null,
        Pcrs = new Dictionary<int, IReadOnlyList<ReferenceDigest>> { [pcr] = [new ReferenceDigest(ReferenceDigest.AlgorithmOf(value.Length), value)] },
    };

    internal static TextPattern Pattern(string text)
    {
        Assert.True(TextPattern.TryParse(text, out TextPattern? pattern));
        return pattern!;
    }

    internal BootBench Without(BootClass @class)
    {
        References.RemoveAll(r => r.BootClass == @class);
        return this;
    }

    internal BootReport? Report { get; private set; }

    internal BootBench Run()
    {
        Report = BootComparison.Run(new BootEvidence
        {
            Log = Log,
            Systemd = Systemd,
            Quoted = QuotedPcrs,
            References = References.Count > 0 ? new NodeReferences(References) : null,
            Policy = Attestation.Appraisal.Policies.Policy.Default with { Node = Policy, UnknownComponents = Unknown },
            Now = Now,
        }, Record);
        return this;
    }

    /// <summary>What refuses, with its place.</summary>
    internal (ReasonCode Code, string Where)[] Refusals() => [.. Run().Record.Findings.Where(f => f.Severity == Severity.Refuse).Select(f => (f.Code, f.Where))];

    internal ReasonCode[] Reasons() => [.. Run().Record.Findings.Select(f => f.Code)];
}
