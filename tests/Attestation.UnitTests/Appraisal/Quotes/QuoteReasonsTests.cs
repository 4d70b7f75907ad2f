using Attestation.Appraisal.Quotes;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;

namespace Attestation.UnitTests.Appraisal.Quotes;

public sealed class QuoteReasonsTests
{
    [Fact]
    public void EveryDefectHasAReasonOfItsOwn()
    {
        QuoteDefect[] all = Enum.GetValues<QuoteDefect>();
        ReasonCode[] reasons = [.. all.Select(QuoteReasons.Of)];
        Assert.Equal(all.Length, reasons.Distinct().Count());
        Assert.All(reasons, reason => Assert.Equal("tpm", reason.Area));
    }
}
