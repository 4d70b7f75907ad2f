using Attestation.Cli.Output;
using Attestation.Tpm.Wire;

namespace Attestation.Cli.Quotes;

/// <summary>A verified or refused quote for people: the steps, what the quote says, and each refusal.</summary>
internal static class QuoteText
{
    internal static string Write(QuoteCheck check)
    {
        var text = new TextLines().Line($"{check.Files.Quote.Name}: {(check.Verified ? "verified" : "refused")}");
        foreach (QuoteStep step in check.Steps)
            text.Line($"step {step.Number,2}  {step.Word,-9}  {step.What}", 1);
        if (check.Key.Public is null)
            text.Line("The attestation key came without its attributes: whether it is restricted to a TPM's own statements, this check cannot say.", 1);
        if (check.Quote is { Attest: var attest, Info: var info })
        {
            TpmsClockInfo clock = attest.ClockInfo;
            text.Fact("firmware", $"0x{attest.FirmwareVersion:x16}")
                .Fact("clock", $"{clock.Clock} ms, resets {clock.ResetCount}, restarts {clock.RestartCount}, {(clock.Safe ? "safe" : "not safe")}")
                .Fact("PCRs", info.PcrSelect)
                .Fact("PCR digest", Convert.ToHexStringLower(info.PcrDigest));
        }
        foreach (QuoteFinding finding in Folded(check.Findings))
            FindingLines.Write(text, finding.Code, $"step {finding.Step}, {finding.Where}", finding.Expected, finding.Actual);
        return text.ToString();
    }

    /// <summary>Findings that differ only in what was found (a PCR each, say) as one, so that sixty PCRs do not bury the rest.</summary>
    private static IEnumerable<QuoteFinding> Folded(IEnumerable<QuoteFinding> findings) => findings
        .GroupBy(f => f with { Expected = Listed(f) ? "" : f.Expected, Actual = "" })
        .Select(same => same.Key with { Expected = Joined(same, f => f.Expected), Actual = Joined(same, f => f.Actual) });

    /// <summary>A PCR that was not supplied is named by what was expected.</summary>
    private static bool Listed(QuoteFinding finding) => finding.Actual.Length == 0;

    private static string Joined(IEnumerable<QuoteFinding> findings, Func<QuoteFinding, string> part) => string.Join(", ", findings.Select(part).Distinct());
}
