using Attestation.Device;
using Attestation.Device.Gpio;

namespace Attestation.UnitTests.Device.Gpio;

/// <summary>What a board drives: its light and the TPM's reset line.</summary>
public sealed class OutputTests
{
    public static TheoryData<string, BlinkCode, string> Codes => new()
    {
        { "starting", BlinkCode.Starting(), "high 250, low 250" },
        { "booted", BlinkCode.Booted(), "high 1000" },
        { "on trial", BlinkCode.OnTrial(), "high 1000, low 1000" },
        { "tampered", BlinkCode.Tampered(), "high 60, low 140, high 60, low 140, high 60, low 2000" },
        { "refusal 2", BlinkCode.Refused(DeviceRefusal.UdsBlank), "high 200, low 300, high 200, low 2000" },
        { "refusal 10", BlinkCode.Refused(DeviceRefusal.OutOfMemory), "high 800, low 2000" },
        { "refusal 23", BlinkCode.Refused(DeviceRefusal.MessageSignature), "high 800, low 300, high 800, low 300, high 200, low 300, high 200, low 300, high 200, low 2000" },
        { "no refusal", BlinkCode.Refused(DeviceRefusal.None), "high 250, low 250" },
    };

    [Theory]
    [MemberData(nameof(Codes))]
    public void ACodeIsShownAndBeginsAgain(string description, BlinkCode code, string expected)
    {
        foreach (bool isActiveHigh in (bool[])[true, false])
        {
            Bench bench = new();
            StatusLed led = new(bench, isActiveHigh);
            led.Step(); // another code was half shown
            led.Show(code);
            bench.Journal.Clear();
            string[] first = [.. Enumerable.Range(0, code.Count).Select(_ => $"{led.Step()}")];
            string[] shown = [.. bench.Journal.Zip(first, (level, time) => $"{(isActiveHigh ? level : level == "high" ? "low" : "high")} {time}")];
            Assert.Equal($"{description}: {expected}", $"{description}: {string.Join(", ", shown)}");
            Assert.Equal(first[0], $"{led.Step()}");
        }
    }

    /// <summary>A person counts long and short flashes: no two refusals look alike.</summary>
    [Fact]
    public void EveryRefusalHasItsOwnCode()
    {
        DeviceRefusal[] refusals = [.. Enum.GetValues<DeviceRefusal>().Where(r => r != DeviceRefusal.None)];
        var codes = refusals.Select(r => BlinkCode.Refused(r)).Select(c => string.Join(' ', Enumerable.Range(0, c.Count).Select(c.Time))).ToHashSet();
        Assert.Equal(refusals.Length, codes.Count);
        Assert.All(refusals, r => Assert.InRange((int)r, 1, 99));
    }

    [Theory]
    [InlineData("active low", false, "low, 10 ms, high, 60 ms")]
    [InlineData("active high", true, "high, 10 ms, low, 60 ms")]
    public void AResetIsHeldAndReleased(string description, bool isActiveHigh, string expected)
    {
        Bench bench = new();
        Assert.True(new TpmReset(bench, isActiveHigh, bench).TryPulse(), description);
        Assert.Equal(expected, string.Join(", ", bench.Journal));
    }

    [Fact]
    public void ALineThatCannotBeDrivenIsReleasedAndSaid()
    {
        Bench bench = new() { OutputFails = true };
        Assert.False(new TpmReset(bench, isActiveHigh: false, bench).TryPulse());
        Assert.Equal(["low", "high"], bench.Journal);
    }
}
