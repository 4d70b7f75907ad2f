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
        foreach (QuoteFinding finding in check.Findings)
            FindingLines.Write(text, finding.Code, $"step {finding.Step}, {finding.Where}", finding.Expected, finding.Actual);
        return text.ToString();
    }
}
