using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>Tables on standard output, plain where that is a file or a pipe.</summary>
internal static class Report
{
    /// <summary>Columns of a line where there is no terminal to ask.</summary>
    private const int PipeWidth = 120;

    public static void Write(Table table)
    {
        var settings = new AnsiConsoleSettings();
        if (Console.IsOutputRedirected)
            (settings.Ansi, settings.ColorSystem) = (AnsiSupport.No, ColorSystemSupport.NoColors);
        IAnsiConsole console = AnsiConsole.Create(settings);
        if (Console.IsOutputRedirected)
            console.Profile.Width = PipeWidth;
        console.Write(table);
    }
}
