using System.Text.RegularExpressions;
using Attestation.Formats.Dice.Linting;

namespace Attestation.UnitTests.Formats.Dice.Linting;

public sealed partial class LintRulesTests
{
    [Fact]
    public void EveryRuleHasAnIdOfItsOwnASentenceAndAClause()
    {
        Assert.Equal(LintRules.All.Count, LintRules.All.Select(r => r.Id).Distinct().Count());
        Assert.All(LintRules.All, rule =>
        {
            Assert.Matches(IdForm(), rule.Id);
            Assert.True(rule.Sentence.Length > 10 && rule.Clause.Length > 5, rule.Id);
        });
    }

    [GeneratedRegex("^(x509|dice|tcg|cbor|chain)(\\.[a-z0-9-]+)+$")]
    private static partial Regex IdForm();
}
