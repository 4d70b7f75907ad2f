namespace Attestation.Cli.Output;

/// <summary>Where a command prints that does so as it goes.</summary>
/// <param name="Out">Standard output.</param>
/// <param name="Error">Standard error; with --json nothing goes there.</param>
/// <param name="Json">One JSON document a line.</param>
public sealed record OutputStream(TextWriter Out, TextWriter Error, bool Json)
{
    /// <summary>Somebody looks at it, in a window that can be written over.</summary>
    public bool IsTerminal => !Json && ReferenceEquals(Out, Console.Out) && Terminal.IsOne;
}
