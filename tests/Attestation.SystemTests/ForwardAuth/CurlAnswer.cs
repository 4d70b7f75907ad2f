using System.Diagnostics;

namespace Attestation.SystemTests.ForwardAuth;

/// <summary>What curl, a client that shares no code with the gate or these tests, got.</summary>
internal sealed record CurlAnswer(int Status, string Head, string Body)
{
    /// <summary>The reason that the gate gave, through the proxy; "" where it gave none.</summary>
    public string Reason => Head.Split('\n').FirstOrDefault(l => l.StartsWith("x-attestation-reason:", StringComparison.OrdinalIgnoreCase))?.Split(':', 2)[1].Trim() ?? "";

    /// <summary>Asks; <paramref name="options"/> are curl's.</summary>
    public static async Task<CurlAnswer> GetAsync(string url, params string[] options)
    {
        var start = new ProcessStartInfo("curl", ["-sk", "--max-time", "30", "-D", "-", .. options, url]) { RedirectStandardOutput = true };
        using Process curl = Process.Start(start)!;
        string output = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();
        string[] parts = output.ReplaceLineEndings("\n").Split("\n\n", 2);
        return new CurlAnswer(parts.Length == 2 ? int.Parse(parts[0].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture) : 0, parts[0], parts[^1]);
    }
}
