using Attestation.Appraisal.Results;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Appraisal.Results;

public sealed class TrustRulesTests
{
    private static readonly TrustVector Good = new(InstanceIdentity: 2, Configuration: 2, Executables: 3, Hardware: 2);

    [Fact]
    public void WithoutFindingsTheEarnedClaimsStand()
    {
        Assert.Equal(Good, TrustRules.Apply(Good, []));
        Assert.Equal(AppraisalStatus.Affirming, Good.Status);
    }

    public static TheoryData<string> Reasons => [.. ReasonTable.All.Select(r => r.Id)];

    [Theory]
    [MemberData(nameof(Reasons))]
    public void EveryRefusalContraindicates(string id)
    {
        Assert.True(ReasonTable.TryFind(id, out ReasonCode reason));
        TrustVector vector = TrustRules.Apply(Good, [new Finding(reason, "", "", "")]);
        Assert.Equal(AppraisalStatus.Contraindicated, vector.Status);
    }

    [Fact]
    public void TheAppraisalPageHasARowForEveryRule()
    {
        string[] rows = [.. File.ReadLines(Path.Combine(PublicVectors.RepositoryRoot, "docs", "appraisal.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))];
        foreach ((ReasonCode reason, TrustRules.Rule rule) in TrustRules.Rules)
        {
            string row = Assert.Single(rows, r => r.Contains($"`{reason.Id}`", StringComparison.Ordinal));
            Assert.EndsWith($"| {rule.Refused} | {rule.Warned} |", row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ThePolicyPageHasARowForEveryMember()
    {
        string page = File.ReadAllText(Path.Combine(PublicVectors.RepositoryRoot, "docs", "policy.md"));
        Assert.All(Attestation.Appraisal.Policies.PolicyMembers.Names, name => Assert.Contains($"| `{name}` |", page, StringComparison.Ordinal));
    }

    [Fact]
    public void AWarningWarnsAndANoteDoesNothing()
    {
        Assert.Equal(33, TrustRules.Apply(Good, [new Finding(LayerReasons.Unknown, "", "", "", Severity.Warn)]).Executables);
        Assert.Equal(Good, TrustRules.Apply(Good, [new Finding(LayerReasons.Unknown, "", "", "", Severity.Note)]));
    }

    [Fact]
    public void AClaimOnlyGetsWorse()
    {
        TrustVector vector = TrustRules.Apply(Good,
            [new Finding(LayerReasons.Code, "", "", ""), new Finding(LayerReasons.Unknown, "", "", "", Severity.Warn)]);
        Assert.Equal(96, vector.Executables);
    }

    [Theory]
    [InlineData("malfunction", -1, AppraisalStatus.None)]
    [InlineData("no claim", 0, AppraisalStatus.None)]
    [InlineData("unexpected", 1, AppraisalStatus.None)]
    [InlineData("lowest affirming", 2, AppraisalStatus.Affirming)]
    [InlineData("highest affirming", 31, AppraisalStatus.Affirming)]
    [InlineData("lowest warning", 32, AppraisalStatus.Warning)]
    [InlineData("highest warning", 95, AppraisalStatus.Warning)]
    [InlineData("lowest contraindicated", 96, AppraisalStatus.Contraindicated)]
    [InlineData("crypto failed", 99, AppraisalStatus.Contraindicated)]
    public void TiersAreThoseOfAr4si(string name, sbyte value, AppraisalStatus tier)
    {
        Assert.NotEmpty(name);
        Assert.Equal(tier, TrustVector.Tier(value));
    }
}
