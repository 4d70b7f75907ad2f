namespace Attestation.Formats.Dice.Linting;

/// <summary>Everything that is looked for.</summary>
public static partial class LintRules
{
    /// <summary>All rules, by area. A property: the areas' fields are initialised file by file, in no order that may be relied on.</summary>
    public static IReadOnlyList<LintRule> All => [.. X509Rules, .. OpenDiceRules, .. TcgRules, .. CborRules, .. ChainRules];
}
