using System.Diagnostics;
using Attestation.UnitTests.Rules;

namespace Attestation.UnitTests.Device.SelfTest;

/// <summary>The self-test that board developers flash, run as they run it: a process whose last line counts.</summary>
public sealed class SelfTestTests
{
    /// <summary>How many checks there are: a check that is never reached is missed here.</summary>
    private const int Count = 275;

    [Fact]
    public void Every_check_passes_and_the_last_line_says_so()
    {
        ProcessStartInfo start = new("dotnet", ["exec", House.Named("Attestation.Device.SelfTest").AssemblyPath]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string[] lines = process.StandardOutput.ReadToEnd().TrimEnd().Split(Environment.NewLine);
        process.WaitForExit();
        Assert.DoesNotContain(lines, line => line.StartsWith("FAIL", StringComparison.Ordinal));
        Assert.Equal($"self-test: {Count} passed, 0 failed", lines[^1]);
        Assert.Equal(Count, lines.Count(line => line.StartsWith("ok ", StringComparison.Ordinal)));
        Assert.Equal(0, process.ExitCode);
    }
}
