namespace Attestation.Formats.Dice.Linting;

/// <summary>How bad a finding is.</summary>
public enum LintSeverity
{
    /// <summary>Worth knowing; nothing is broken.</summary>
    Note,

    /// <summary>Specifications, or their deployed readers and writers, differ here: some will refuse it or read something else.</summary>
    Dialect,

    /// <summary>Against a requirement of the specification.</summary>
    Problem,
}

/// <summary>One thing that a linter of DICE certificates looks for. Ids are stable; all rules stand in <see cref="LintRules.All"/>.</summary>
/// <param name="Id">Dotted, lower case: <c>dice.mode.integer</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Sentence">What is the matter.</param>
/// <param name="Clause">The requirement: specification and section.</param>
public sealed record LintRule(string Id, LintSeverity Severity, string Sentence, string Clause);

/// <summary>A rule that did not hold.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Where">The place, outermost first: <c>certificate 2/tbsCertificate/extensions/2.5.29.15</c>.</param>
/// <param name="Detail">What was found there, for people; may be empty.</param>
public sealed record LintFinding(LintRule Rule, string Where, string Detail = "")
{
    /// <summary>The clause; that of the reader's own reason where it refused.</summary>
    public string Clause { get; init; } = Rule.Clause;

    /// <summary>One line: severity, id, place, sentence, what was found, clause.</summary>
    public override string ToString() =>
        $"{Rule.Severity.ToString().ToLowerInvariant()} {Rule.Id}{(Where.Length == 0 ? "" : " at " + Where)}: {Rule.Sentence}{(Detail.Length == 0 ? "" : $" [{Detail}]")} ({Clause})";

    internal LintFinding Within(string outer) => this with { Where = Where.Length == 0 ? outer : $"{outer}/{Where}" };
}
