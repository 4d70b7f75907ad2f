using System.Globalization;
using Attestation.Factory.Boards;
using Attestation.Factory.Stations;

namespace Attestation.Factory.Line.Showing;

/// <summary>A line for every device, for logs and pipes.</summary>
internal sealed class LineLog : ILineView
{
    private readonly LineSummary _summary;
    private readonly TextWriter _output;

    public LineLog(LineSummary summary, TextWriter output)
    {
        (_summary, _output) = (summary, output);
        output.WriteLine($"{LineText.Lot(summary)}");
        foreach (BoardLock toProve in summary.ToProve)
            output.WriteLine(LineText.ToProve(toProve));
    }

    public void Told(DeviceOutcome outcome)
    {
        string took = outcome.Took.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture);
        string passed = _summary.Wanted is { } wanted ? $"{_summary.Numbers.Passed}/{wanted}" : $"{_summary.Numbers.Passed}";
        _output.WriteLine($"{passed} {LineText.Outcome(outcome)} ({took} s)");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
