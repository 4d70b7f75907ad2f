namespace Attestation.Cli.Output;

/// <summary>What standard output is.</summary>
internal static class Terminal
{
    /// <summary>A terminal that can be written over.</summary>
    public static bool IsOne => !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term && term != "dumb";

    /// <summary>Its columns; without limit where it is none, so that no line is broken.</summary>
    public static int Width => Console.IsOutputRedirected ? Nodes.NodeTable.Unbroken : Math.Max(40, Console.WindowWidth);

    public static int Height => Console.IsOutputRedirected ? 24 : Math.Max(8, Console.WindowHeight);
}
