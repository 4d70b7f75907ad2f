using Attestation.Formats;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Results;

/// <summary>One thing that is not as it should be. An appraisal holds all of them, in the order in which the steps found them.</summary>
/// <param name="Code">The reason, from the closed list.</param>
/// <param name="Where">Place in the evidence or the request: <c>layer 1/code</c>, <c>evidence/x5chain[2]</c>.</param>
/// <param name="Expected">What would have been accepted, for an operator; hex for digests; several values are separated by <c> | </c>.</param>
/// <param name="Actual">What was found instead.</param>
/// <param name="Severity">By the rule of the code (docs/appraisal.md); only unknown components may be lowered, by policy.</param>
public sealed record Finding(ReasonCode Code, string Where, string Expected, string Actual, Severity Severity = Severity.Refuse)
{
    /// <summary>The rule that was broken.</summary>
    public string Clause => Code.Clause;

    /// <summary>A reader's refusal as a finding.</summary>
    /// <param name="error">What the reader said; its path stands under <paramref name="where"/>.</param>
    /// <param name="where">The input that was read: <c>evidence</c>.</param>
    public static Finding FromParse(ParseError error, string where) =>
        new(error.Code, error.Path.Length == 0 ? where : where + "/" + error.Path, "well-formed input", $"defect at byte {error.Offset}");

    public override string ToString() => $"{Code.Id} at {Where}: expected {Expected}, found {Actual}";
}
