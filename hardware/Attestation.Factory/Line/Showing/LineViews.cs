namespace Attestation.Factory.Line.Showing;

/// <summary>The view that fits where standard output goes.</summary>
internal static class LineViews
{
    public static ILineView Of(LineSummary summary, TextWriter output) => IsTerminal ? new LineScreen(summary, output) : new LineLog(summary, output);

    private static bool IsTerminal => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term && term != "dumb";
}
