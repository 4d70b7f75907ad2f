using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.UnitTests.Tpm.Software;

/// <summary>The life of one software TPM in quotes: reset, power cut, restart, resume; and the same read backwards.</summary>
public sealed class ClockComparisonTests
{
    private static readonly string[] Series =
    [
        "clock1-start", "clock2-reset-after-orderly-shutdown", "clock3-reset-after-power-cut", "clock4-restart", "clock5-resume", "clock6-same-boot-pcr10-moved",
    ];

    [Theory]
    [InlineData("endorsement key", "", "Reset safe, Reset, Restarted, Restarted, SameBoot")]
    [InlineData("owner key, obfuscated", "-owner", "Reset safe, Reset, Restarted, Restarted, SameBoot")]
    public void EveryStepIsTold(string what, string suffix, string expected)
    {
        _ = what;
        IEnumerable<string> steps = Series.Zip(Series.Skip(1), (before, now) => ClockComparison.Of(Attest(before + suffix), Attest(now + suffix)))
            .Select(c => $"{c.Movement}{(c.Safe ? " safe" : "")}{(c.FirmwareChanged ? " firmware" : "")}");
        Assert.Equal(expected, string.Join(", ", steps));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("-owner", 0)]
    public void EveryStepBackIsRefused(string suffix, int accepted)
    {
        var pairs = from before in Enumerable.Range(0, Series.Length) from now in Enumerable.Range(0, before) select (before, now);
        Assert.Equal(accepted, pairs.Count(p => !ClockComparison.Of(Attest(Series[p.before] + suffix), Attest(Series[p.now] + suffix)).WentBack));
    }

    [Fact]
    public void AnotherTpmsQuoteOfTheSameBootIsAClockThatFell()
    {
        TpmsAttest now = Attest("clock1-start");
        TpmsAttest before = now with { ClockInfo = now.ClockInfo with { Clock = now.ClockInfo.Clock + 1 } };
        Assert.Equal(ClockMovement.ClockFell, ClockComparison.Of(before, now).Movement);
    }

    private static TpmsAttest Attest(string name)
    {
        Assert.True(WireValue.TryParse(TpmVectors.Bytes($"swtpm-a/{name}.attest"), out TpmsAttest? attest, out _));
        return attest;
    }
}
