using Attestation.Appraisal.Quotes;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;

namespace Attestation.Cli.Quotes;

/// <summary>One refusal of a quote, with its reason and the file it is about.</summary>
internal sealed record QuoteFinding(int Step, ReasonCode Code, string Where, string Expected, string Actual)
{
    internal static QuoteFinding Of(QuoteRefusal refusal, QuoteFiles files)
    {
        int step = QuoteDefects.StepOf(refusal.Defect);
        string where = files.OfStep(step).Name + (refusal.Wire is { Path.Length: > 0 } at ? $": {at.Path}" : "");
        return refusal.Wire is { } wire
            ? new QuoteFinding(step, QuoteReasons.Of(refusal.Defect), where, "a whole, well-formed structure", wire.Sentence)
            : new QuoteFinding(step, QuoteReasons.Of(refusal.Defect), where, refusal.Expected, refusal.Actual);
    }
}
