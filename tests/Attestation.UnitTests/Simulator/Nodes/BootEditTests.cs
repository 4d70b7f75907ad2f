using System.Security.Cryptography;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Simulator.Commands;
using Attestation.Simulator.Nodes;

namespace Attestation.UnitTests.Simulator.Nodes;

/// <summary>Changed boots are boots: well-formed, their digests over their data, and different in the PCRs of the change only.</summary>
public sealed class BootEditTests
{
    private static readonly byte[] Content = "not released"u8.ToArray();
    private static readonly RecordedBoot Recorded = RecordedBoot.BuiltIn();

    public static TheoryData<string, int[]> Edits => new()
    {
        { "kernel arguments", [8] },
        { "initrd", [9] },
        { "kernel", [9] },
        { "secure boot off", [7] },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void OnlyThePcrsOfTheChangeMove(string edit, int[] pcrs)
    {
        BootEventLog before = Parse(Recorded.EventLog), after = Parse(Edited(edit));
        Assert.Equal(before.Count, after.Count);
        foreach (PcrBank bank in (PcrBank[])[PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384])
        {
            foreach (BootEvent boot in after)
                Assert.NotEqual(DigestRule.Differs, DigestRules.Check(boot, bank));
            PcrReplay one = PcrReplay.Of(before, bank), other = PcrReplay.Of(after, bank);
            Assert.Equal(pcrs, Enumerable.Range(0, 24).Where(pcr => !one.Value(pcr).SequenceEqual(other.Value(pcr))));
        }
    }

    [Fact]
    public void TheChangedCommandLineIsTheOneThatGrubMeasures()
    {
        var facts = MeasuredBoot.Of(Parse(Edited("kernel arguments")), PcrBank.Sha256);
        Assert.Equal("/vmlinuz quiet init=/bin/sh", facts.KernelCommandLine);
        Assert.Contains(facts.GrubCommands, command => command.Text == "linux /vmlinuz quiet init=/bin/sh");
        Assert.Equal(false, MeasuredBoot.Of(Parse(Edited("secure boot off")), PcrBank.Sha256).SecureBoot);
    }

    [Theory]
    [MemberData(nameof(Edits))]
    public void TheBootAggregateFollowsTheBoot(string edit, int[] pcrs)
    {
        byte[] log = Edited(edit);
        var values = new PcrValueSet();
        var replay = PcrReplay.Of(Parse(log), PcrBank.Sha256);
        for (int pcr = 0; pcr < 10; pcr++)
            values.Set(PcrBank.Sha256, pcr, replay.Value(pcr).ToArray());
        Assert.Equal(false, ImaBootAggregate.Matches(First(Recorded.ImaList), values));
        Assert.Equal(true, ImaBootAggregate.Matches(First(ImaListEdit.ForBoot(Recorded.ImaList, log)), values));
        Assert.NotEmpty(pcrs);
    }

    [Fact]
    public void AnUnchangedBootKeepsItsAggregate() => Assert.Equal(Recorded.ImaList, ImaListEdit.ForBoot(Recorded.ImaList, Recorded.EventLog));

    [Fact]
    public void AnExecutedFileIsTheLastEntry()
    {
        byte[] list = ImaListEdit.Executed(Recorded.ImaList, "/tmp/tool", Content);
        var entries = new List<ImaEntry>();
        for (int offset = 0; offset < list.Length;)
        {
            Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out Attestation.Formats.ParseError error), error.ToString());
            entries.Add(entry);
        }
        Assert.True(entries[^1].DigestIsOverData());
        Assert.True(ImaFields.TryRead(entries[^1], out ImaFields fields, out _));
        Assert.Equal(("/tmp/tool", "sha256"), (fields.Name, fields.Algorithm));
        Assert.Equal(SHA256.HashData(Content), fields.Digest.ToArray());
    }

    [Fact]
    public void WhatALogDoesNotHoldCannotBeChanged()
    {
        byte[] header = Recorded.EventLog[..SecondEventAt()];
        foreach (Action edit in (Action[])[() => BootLogEdit.CommandLine(header, "quiet"), () => BootLogEdit.Kernel(header, Content), () => BootLogEdit.SecureBootOff(header), () => BootLogEdit.Initrd([1, 2, 3], Content)])
            Assert.NotEmpty(Assert.Throws<UsageException>(edit).Message);
    }

    private static byte[] Edited(string edit) => edit switch
    {
        "kernel arguments" => BootLogEdit.CommandLine(Recorded.EventLog, "quiet init=/bin/sh"),
        "initrd" => BootLogEdit.Initrd(Recorded.EventLog, Content),
        "kernel" => BootLogEdit.Kernel(Recorded.EventLog, Content),
        _ => BootLogEdit.SecureBootOff(Recorded.EventLog),
    };

    private static int SecondEventAt()
    {
        Assert.True(Parse(Recorded.EventLog).TryGetEvent(1, out BootEvent second));
        return second.Offset;
    }

    private static BootEventLog Parse(byte[] log)
    {
        Assert.True(BootEventLog.TryParse(log, out BootEventLog parsed, out var error), error.ToString());
        return parsed;
    }

    private static ImaFields First(byte[] list)
    {
        int offset = 0;
        Assert.True(ImaList.TryRead(list, ref offset, out ImaEntry entry, out _));
        Assert.True(ImaFields.TryRead(entry, out ImaFields fields, out _));
        return fields;
    }
}
