using System.Text;
using Attestation.Appraisal;
using Attestation.Appraisal.Endorsements;
using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Nodes.References;
using Attestation.Appraisal.Policies;
using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;
using Attestation.Fuzz.Nodes;
using Attestation.Tpm.Wire;
using Attestation.UnitTests.Appraisal.Nodes.Boot;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Appraisal.Nodes;

/// <summary>One enrolled node over a recorded boot, and a verifier; every part of both can be changed.</summary>
internal sealed class NodeBench : IDisposable
{
    internal static readonly byte[] Nonce = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    internal static readonly DeviceClass Class = new("Example", "Worker");

    /// <summary>What a genuine boot is refused for by a verifier without reference values.</summary>
    internal static readonly ReasonCode[] Uncompared = [AppraisalReasons.Vacuous];

    internal NodeBench(string boot = NodeBoots.Good, params PcrBank[] banks) => Maker = RecordedBoot.Maker(NodeBoots.FolderOf(boot), Key, banks);

    internal SoftwareAttestationKey Key { get; } = SoftwareAttestationKey.P256();

    internal NodeEvidenceMaker Maker { get; set; }

    /// <summary>Files are not judged unless a test asks for it.</summary>
    internal Policy Policy { get; set; } = Policy.Default with { Node = NodePolicy.Default with { Require = [.. NodePolicy.Default.Require.Where(n => n != NodePolicy.ImaClass)] } };

    internal EndorsementSet Endorsements { get; set; } = EndorsementSet.Empty;

    internal Attestation.Appraisal.Nodes.NodeHistory? History { get; set; }

    internal EnrolledNode? Enrolled
    {
        get => field ?? (Unknown ? null : new EnrolledNode(Key.Name, Key.Public, "worker-1", Class, "000b" + new string('e', 64), "CN=Root of TPMs", null));
        set;
    }

    internal bool Unknown { get; set; }

    internal DateTimeOffset Now { get; init; } = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    internal string MediaType { get; set; } = MediaTypes.NodeEvidence;

    internal AppraisalRequest Request(byte[] evidence) => new()
    {
        Evidence = evidence,
        MediaType = MediaType,
        Nonce = Nonce,
        Endorsements = Endorsements,
        Policy = Policy,
        Nodes = name => name == Enrolled?.AkName ? Enrolled : null,
        NodeHistory = _ => History,
        Now = Now,
    };

    internal AppraisalResult Appraise(byte[] evidence) => Appraiser.Appraise(Request(evidence));

    internal AppraisalResult Appraise(Action<SortedDictionary<int, byte[]>>? change = null) => Appraise(Maker.Make(Nonce, change));

    /// <summary>Reference values that know everything about a recorded boot: each event, and each file of its IMA list by path and digest.</summary>
    internal static EndorsementSet Known(string boot = NodeBoots.Good, string signer = "Example")
    {
        var builder = new EndorsementSetBuilder();
        foreach (NodeReference reference in (IEnumerable<NodeReference>)[.. BootBench.Of(boot), .. Files(boot)])
            builder.Add(reference with { Signer = signer });
        return builder.Build();
    }

    private static IEnumerable<NodeReference> Files(string boot) =>
        from line in Encoding.UTF8.GetString(NodeBoots.Bytes(boot, "ima.ascii")).Split('\n', StringSplitOptions.RemoveEmptyEntries)
        let fields = line.Split(' ')
        where fields.Length > 4 && fields[3].StartsWith("sha256:", StringComparison.Ordinal) && fields[4] != "boot_aggregate"
        select BootBench.Blank(BootClass.Other) with
        {
            Key = NodeReference.ImaKey,
            BootClass = null,
            Name = fields[4],
            Digests = [new ReferenceDigest(ReferenceDigest.Sha256, Convert.FromHexString(fields[3]["sha256:".Length..]))],
        };

    /// <summary>Reasons that refuse.</summary>
    internal static ReasonCode[] Refusals(AppraisalResult result) => [.. result.Findings.Where(f => f.Severity == Severity.Refuse).Select(f => f.Code).Distinct()];

    /// <summary>Appraises once at one clock and keeps the history, then again at another.</summary>
    internal AppraisalResult Series(TpmsClockInfo before, TpmsClockInfo now)
    {
        Maker.Clock = before;
        History = Appraise().UpdatedNodeHistory;
        Maker.Clock = now;
        return Appraise();
    }

    /// <summary>A log with its first separator that many times more at its end.</summary>
    internal static byte[] Separators(byte[] log, int times)
    {
        Assert.True(BootEventLog.TryParse(log, out BootEventLog read, out _));
        (int start, int end) = (-1, -1);
        foreach (BootEvent boot in read)
        {
            end = start >= 0 && end < 0 ? boot.Offset : end;
            start = start < 0 && boot.Type == EventType.Separator ? boot.Offset : start;
        }
        byte[] separator = log[start..end];
        var longer = new List<byte>(log.AsSpan(0, read.Length).ToArray());
        for (int i = 0; i < times; i++)
            longer.AddRange(separator);
        return [.. longer];
    }

    public void Dispose() => Key.Dispose();
}
