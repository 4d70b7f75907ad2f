using System.Text;
using Attestation.Factory.Boards;
using Attestation.Factory.Lots;
using Attestation.Factory.Stations;
using Attestation.Formats.Lots;

namespace Attestation.Factory.Line.Showing;

/// <summary>One screen in a terminal, painted over in place several times a second: lot, progress, yield, the device at the station, failures by reason.</summary>
internal sealed class LineScreen : ILineView
{
    private const string EraseLine = "\x1b[K", EraseBelow = "\x1b[J", EraseAll = "\x1b[H\x1b[2J", HideCursor = "\x1b[?25l", ShowCursor = "\x1b[?25h";
    private const int LastOnes = 5, MostReasons = 8, BarWidth = 30, NameWidth = 10;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(200);

    private readonly LineSummary _summary;
    private readonly TextWriter _output;
    private readonly Queue<string> _last = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _painting;
    private int _painted;
    private (int Width, int Height) _size;

    public LineScreen(LineSummary summary, TextWriter output)
    {
        (_summary, _output) = (summary, output);
        _output.Write(HideCursor);
        _painting = PaintAsync();
    }

    public void Told(DeviceOutcome outcome)
    {
        lock (_last)
        {
            _last.Enqueue(LineText.Outcome(outcome));
            if (_last.Count > LastOnes)
                _last.Dequeue();
        }
    }

    /// <summary>The last picture stays, with the cursor below it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _painting;
        Paint();
        _ended.Dispose();
        _output.Write(ShowCursor);
        await _output.FlushAsync();
    }

    private async Task PaintAsync()
    {
        while (!_ended.IsCancellationRequested)
        {
            Paint();
            await Task.Delay(Period, _ended.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Paint()
    {
        int width = Math.Max(40, Console.WindowWidth), height = Math.Max(8, Console.WindowHeight);
        var picture = new StringBuilder();
        if (_painted > 0 && (width, height) != _size)
            picture.Append(EraseAll); // the terminal has broken the old lines anew: nobody knows where they begin
        else if (_painted > 0)
            picture.Append("\x1b[").Append(_painted).Append('A');
        picture.Append('\r');
        string[] lines = [.. Lines().Take(height - 1)];
        foreach (string line in lines)
            picture.Append(Cut(line, width - 1)).Append(EraseLine).Append('\n');
        _output.Write(picture.Append(EraseBelow));
        _output.Flush();
        (_painted, _size) = (lines.Length, (width, height));
    }

    private IEnumerable<string> Lines()
    {
        LotNumbers numbers = _summary.Numbers;
        LineGlance now = _summary.Progress.Now;
        yield return LineText.Lot(_summary);
        foreach (BoardLock toProve in _summary.ToProve)
            yield return LineText.ToProve(toProve);
        yield return "";
        yield return Row("passed", Passed(numbers));
        yield return Row("yield", $"{LineText.Percent(numbers.Yield)}   {numbers.Failed} failed, {numbers.Open} open");
        yield return Row("rate", $"{LineText.Rate(_summary.Progress.Rate)}   running for {LineText.Span(_summary.Progress.Elapsed)}"
            + (_summary.Remaining is { } remaining ? $", about {LineText.Span(remaining)} to go" : ""));
        yield return Row("now", now.DeviceId.Length == 0 ? LineText.Step(now.Step) : $"{now.DeviceId}: {LineText.Step(now.Step)}");
        yield return "";
        foreach (string line in Failures(numbers).Concat(Last()))
            yield return line;
        if (!_ended.IsCancellationRequested)
            yield return _summary.IsStopping ? "Stopping when this device is done; Ctrl-C again ends at once." : "Ctrl-C stops after the device in hand.";
    }

    private string Passed(LotNumbers numbers)
    {
        if (_summary.Wanted is not { } wanted)
            return $"{numbers.Passed}";
        double share = Math.Min(1, (double)numbers.Passed / wanted);
        int full = (int)(share * BarWidth);
        return $"{numbers.Passed} of {wanted}   [{new string('#', full)}{new string('.', BarWidth - full)}] {LineText.Percent(share)}";
    }

    private static IEnumerable<string> Failures(LotNumbers numbers)
    {
        if (numbers.Failures.Count == 0)
            yield break;
        yield return "Failures by reason";
        int width = numbers.Failures[0].Count.ToString().Length;
        foreach (LotFailures failure in numbers.Failures.Take(MostReasons))
            yield return $"  {failure.Count.ToString().PadLeft(width)}  {failure.Reason}";
        if (numbers.Failures.Count > MostReasons)
            yield return $"  and {numbers.Failures.Count - MostReasons} more reasons";
        yield return "";
    }

    private string[] Last()
    {
        lock (_last)
            return _last.Count == 0 ? [] : ["Last devices", .. _last.Reverse().Select(line => "  " + line), ""];
    }

    private static string Row(string name, string text) => $"  {name.PadRight(NameWidth)}{text}";

    private static string Cut(string line, int width)
    {
        string clean = new([.. line.Select(c => char.IsControl(c) ? ' ' : c)]); // a device's words move no cursor
        return clean.Length <= width ? clean : clean[..(width - 1)] + ">";
    }
}
