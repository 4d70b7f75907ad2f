using Attestation.Factory.Stations;

namespace Attestation.Factory.Commands;

/// <summary>The progress of an update: one line that is written over on a terminal, a line for each tenth elsewhere.</summary>
/// <param name="output">Standard error: the result has standard output for itself.</param>
internal sealed class UpdateBar(TextWriter output) : IProgress<UpdateProgress>, IDisposable
{
    private const int Width = 30, Tenths = 10;

    private readonly bool _isTerminal = !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") is { Length: > 0 } term && term != "dumb";
    private long _last = -1;

    /// <summary>Where the update began; null when it has not.</summary>
    public long? First { get; private set; }

    public void Report(UpdateProgress value)
    {
        First ??= value.Done;
        long step = value.Done * (_isTerminal ? Width : Tenths) / value.Total;
        if (step == _last && value.File is not null)
            return;
        _last = step;
        string text = $"{value.Done} of {value.Total} bytes  {value.File ?? "checking"}";
        if (_isTerminal)
            output.Write($"\r  [{new string('#', (int)step)}{new string('.', Width - (int)step)}] {text,-60}");
        else
            output.WriteLine("  " + text);
    }

    public void Dispose()
    {
        if (_isTerminal && _last >= 0)
            output.WriteLine();
    }
}
