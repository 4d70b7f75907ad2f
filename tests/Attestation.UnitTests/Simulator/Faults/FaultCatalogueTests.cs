using System.Text.RegularExpressions;
using Attestation.Formats.Reasons;
using Attestation.Simulator.Faults;
using Attestation.Simulator.Verifiers;

namespace Attestation.UnitTests.Simulator.Faults;

public sealed partial class FaultCatalogueTests
{
    private static readonly IReadOnlyList<Fault> All = FaultCatalogue.BuiltIn().All;

    /// <summary>Every attack that the first release must know, by the fault that stands for it.</summary>
    [Theory]
    [InlineData("changed image byte", "changed-image")]
    [InlineData("older signed image", "rollback")]
    [InlineData("swapped layers", "swapped-layers")]
    [InlineData("debug mode", "debug-mode")]
    [InlineData("changed configuration", "changed-configuration")]
    [InlineData("changed authority", "changed-authority")]
    [InlineData("cloned identity", "cloned-identity")]
    [InlineData("zero UDS", "unprovisioned")]
    [InlineData("replayed evidence", "replayed-evidence")]
    [InlineData("foreign nonce", "foreign-nonce")]
    [InlineData("forged layer certificate", "forged-certificate")]
    [InlineData("wrong CA", "wrong-ca")]
    [InlineData("re-signed leaf", "resigned-leaf")]
    [InlineData("truncated chain", "truncated-chain")]
    public void TheCatalogueCovers(string attack, string fault)
    {
        Assert.NotEmpty(attack);
        Assert.NotNull(FaultCatalogue.BuiltIn().Find(fault));
    }

    [Fact]
    public void NamesAreUniqueAndFitToBeFolders()
    {
        Assert.Equal(All.Count, All.Select(fault => fault.Name).Distinct().Count());
        Assert.All(All, fault => Assert.Matches(FolderName(), fault.Name));
        Assert.All(All, fault => Assert.NotEmpty(fault.Description));
    }

    [Fact]
    public void EveryExpectedReasonIsInTheList() =>
        Assert.All(All, fault => Assert.True(ReasonTable.TryFind(fault.ExpectedReason, out _), fault.ExpectedReason));

    [Fact]
    public void EveryStageHasFaults() =>
        Assert.Equal(Enum.GetValues<FaultStage>(), All.Select(fault => fault.Stage).Distinct().Order());

    [Fact]
    public void OwnFaultsAreAddedUnderTheirOwnName()
    {
        Fault own = All[0] with { Name = "my-fault" };
        FaultCatalogue catalogue = FaultCatalogue.BuiltIn().Add(own);
        Assert.Same(own, catalogue.Find("my-fault"));
        Assert.Throws<ArgumentException>(() => catalogue.Add(own));
        Assert.Null(FaultCatalogue.BuiltIn().Find("my-fault"));
    }

    [Theory]
    [InlineData("the expected reason alone", "contraindicated", "a.b", true)]
    [InlineData("the expected reason among others", "contraindicated", "c.d a.b", true)]
    [InlineData("another reason", "contraindicated", "c.d", false)]
    [InlineData("affirmed although the reason is named", "affirming", "a.b", false)]
    public void AnAnswerIsExpectedWhenItRefusesForTheReason(string description, string verdict, string reasons, bool expected)
    {
        Fault fault = All[0] with { ExpectedReason = "a.b" };
        Assert.Equal(expected, fault.IsExpected(new VerifierAnswer(200, verdict, reasons.Split(' '), null, null)));
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex FolderName();
}
