using Attestation.Appraisal.Nodes;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Appraisal.Policies;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Appraisal.Nodes.Ima;

/// <summary>A node sends what is new, from where the last accepted appraisal ended.</summary>
public sealed class ImaIncrementalTests
{
    private static readonly ImaReferences Known = SampleIma.References("/init", "/bin/sh", "/bin/agent");
    private static readonly NodeImaPolicy Policy = new() { Exclude = ["/tmp/*"] };

    [Fact]
    public void WhatIsNewIsJudgedAndTheRestIsRemembered()
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init"), SampleIma.File("/tmp/a")));
        Assert.True(first.IsAccepted);
        byte[][] all = [SampleIma.File("/init"), SampleIma.File("/tmp/a"), SampleIma.File("/bin/sh")];
        ImaVerdict second = ImaAppraisal.Judge(Rest(first.State!, all));
        Assert.True(second.IsAccepted);
        Assert.Equal((1L, 4L, 0L, 1L), (second.Judged, second.Covered, second.Excluded, second.ExcludedSinceStart));
        Assert.Contains(second.Findings, f => f.Code.Id == "ima.excluded"); // it shows although nothing excluded is new
        Assert.Equal(Whole(all).List.Length, second.State!.Offset);
    }

    [Fact]
    public void NothingNewIsFine()
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init")));
        ImaVerdict second = ImaAppraisal.Judge(Rest(first.State!, SampleIma.File("/init")));
        Assert.Equal((true, 0L, 2L, true), (second.IsAccepted, second.Judged, second.Covered, second.Compared));
        Assert.Equal(first.State!.Offset, second.State!.Offset);
    }

    [Fact]
    public void ARefusedEntryHoldsTheStateBackSoThatItIsRefusedAgain()
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init")));
        ImaVerdict refused = ImaAppraisal.Judge(Rest(first.State!, SampleIma.File("/init"), SampleIma.File("/implant")));
        Assert.Equal(["ima.not-allowed"], SampleIma.Codes(refused));
        Assert.Same(first.State, refused.State);
        ImaVerdict again = ImaAppraisal.Judge(Rest(refused.State!, SampleIma.File("/init"), SampleIma.File("/implant"), SampleIma.File("/bin/sh")));
        Assert.Equal(["ima.not-allowed"], SampleIma.Codes(again));
    }

    public static TheoryData<string, Func<ImaEvidence, ImaEvidence>> Mismatches => new()
    {
        { "no state", e => e with { State = null } },
        { "another offset", e => e with { Offset = e.Offset + 1 } },
        { "another number of entries", e => e with { Entries = e.Entries + 1 } },
        { "another boot", e => e with { ResetCount = 9 } },
        { "a resume", e => e with { RestartCount = 9 } },
        { "other reference values", e => e with { References = SampleIma.References("/init") } },
        { "another policy", e => e with { Policy = NodeImaPolicy.Default } },
        { "a source that no longer counts", e => e with { AcceptUnsigned = !e.AcceptUnsigned, References = Known, Now = SampleIma.Now.AddYears(-100), Policy = new NodeImaPolicy { Keyrings = [".ima"] } } },
        { "a damaged state", e => e with { State = e.State! with { State = [.. e.State.State[..^1], 0] } } },
        { "a state of another place", e => e with { State = e.State! with { Offset = 1 }, Offset = 1 } },
        { "a bank that is not quoted", e => e with { Pcrs = SampleIma.Quoted(SampleIma.BootAggregate, PcrBank.Sha384) } },
    };

    [Theory]
    [MemberData(nameof(Mismatches))]
    public void AnyMismatchDemandsTheListFromTheStart(string description, Func<ImaEvidence, ImaEvidence> change)
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init")));
        ImaVerdict second = ImaAppraisal.Judge(change(Rest(first.State!, SampleIma.File("/init"), SampleIma.File("/bin/sh"))));
        Assert.Equal((description, "ima.resend"), (description, Assert.Single(second.Findings).Code.Id));
        Assert.Null(second.State);
    }

    [Fact]
    public void AnExpiredSourceChangesTheContext()
    {
        var source = new ImaSource("r", "Example", null, SampleIma.Now.AddDays(1));
        ImaReferences references = SampleIma.References(b => b.Add("/init", Attestation.Formats.Ima.ImaHash.Sha256, SampleIma.Hash("/init"), source));
        ImaEvidence evidence = SampleIma.Evidence(references, SampleIma.File("/init"));
        NodeImaState state = ImaAppraisal.Judge(evidence).State!;
        ImaEvidence next = evidence with { List = default, Offset = state.Offset, Entries = state.Entries, State = state };
        Assert.True(ImaAppraisal.Judge(next).IsAccepted);
        Assert.Equal(["ima.resend"], SampleIma.Codes(ImaAppraisal.Judge(next with { Now = SampleIma.Now.AddDays(2) })));
    }

    [Fact]
    public void AListThatDoesNotContinueTheStateIsSentAnew()
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init")));
        ImaEvidence other = Rest(first.State!, SampleIma.File("/init"), SampleIma.File("/bin/sh")) with { List = SampleIma.File("/bin/agent") };
        ImaVerdict second = ImaAppraisal.Judge(other);
        Assert.Equal("ima.no-prefix", Assert.Single(second.Findings).Code.Id);
        Assert.Null(second.State);
    }

    [Fact]
    public void TheWholeListIsAlwaysAccepted()
    {
        ImaVerdict first = ImaAppraisal.Judge(Whole(SampleIma.File("/init")));
        ImaVerdict again = ImaAppraisal.Judge(Whole(SampleIma.File("/init"), SampleIma.File("/bin/sh")) with { State = first.State, ResetCount = 4 });
        Assert.True(again.IsAccepted);
        Assert.NotEqual(first.State!.Context, again.State!.Context);
    }

    private static ImaEvidence Whole(params byte[][] entries) => SampleIma.Evidence(Known, entries) with { Policy = Policy };

    private static ImaEvidence Rest(NodeImaState state, params byte[][] entries)
    {
        ImaEvidence whole = Whole(entries);
        return whole with { List = whole.List[(int)state.Offset..], Offset = state.Offset, Entries = state.Entries, State = state };
    }
}
