using System.Text;
using Attestation.Cli.Inspecting;
using Attestation.Cli.Output;

namespace Attestation.Cli.Nodes.Watching;

/// <summary>
/// A watch in a terminal: the table, worst first, as much of it as fits, and the last changes below. It has a screen of its own, which is gone
/// at the end; what was on the terminal before stays (ECMA-48, and xterm's alternate screen).
/// </summary>
internal sealed class WatchScreen : IWatchView
{
    private const int ChangesShown = 6;
    private const string Enter = "\e[?1049h\e[?25l", Leave = "\e[?25h\e[?1049l", Home = "\e[H", ClearLine = "\e[K", ClearRest = "\e[J";

    private readonly TextWriter _terminal;
    private readonly Uri _root;
    private readonly Queue<string> _changes = new();
    private string? _away;
    private string? _since;
    private string _last = "";
    private bool _begun;

    public WatchScreen(TextWriter terminal, Uri root) => (_terminal, _root) = (terminal, root);

    public void Begin(NodeBoard board, DateTimeOffset now)
    {
        _terminal.Write(Enter);
        _begun = true;
        Tick(board, now);
    }

    public void Change(NodeChange change, DateTimeOffset now)
    {
        _changes.Enqueue(ChangeText.Of(change, now));
        while (_changes.Count > ChangesShown)
            _changes.Dequeue();
    }

    public void Away(string why, TimeSpan pause, DateTimeOffset now)
    {
        _since ??= Values.Time(now)[11..19];
        _away = $"AWAY since {_since}: {why.Replace($"{_root} did not answer: ", "", StringComparison.Ordinal)}; tries again in {Span.Of(pause)}";
    }

    public void Back(DateTimeOffset now) => _away = _since = null;

    public void Tick(NodeBoard board, DateTimeOffset now)
    {
        (int width, int height) = (Terminal.Width, Terminal.Height);
        IReadOnlyList<NodeLine> nodes = board.Sorted(now, ended: false);
        int below = (_changes.Count > 0 ? _changes.Count + 2 : 0) + (_away is null ? 0 : 1);
        int room = Math.Max(1, height - 5 - below); // two lines of title, empty line, header, what is left out
        var lines = new List<string> { $"{_root}  {Values.Time(now)}  Ctrl-C ends", board.Summary(now) };
        if (_away is { } away)
            lines.Add(away);
        lines.Add("");
        if (nodes.Count == 0)
            lines.Add("no node is enrolled");
        else
            lines.AddRange(NodeTable.Of([.. nodes.Take(room)], now, width).TrimEnd('\n').Split('\n'));
        if (nodes.Count > room)
            lines.Add($"... and {nodes.Count - room} more, none worse");
        if (_changes.Count > 0)
            lines.AddRange(["", "changes", .. _changes]);
        Draw(lines, width, height, board.Summary(now));
    }

    public void Dispose()
    {
        if (!_begun)
            return;
        _terminal.Write(Leave);
        _terminal.WriteLine($"{_root}  {_last}");
        _terminal.Flush();
    }

    private void Draw(List<string> lines, int width, int height, string summary)
    {
        var screen = new StringBuilder(Home);
        for (int i = 0; i < lines.Count && i < height; i++)
            screen.Append(lines[i].Length > width ? lines[i][..width] : lines[i]).Append(ClearLine).Append(i + 1 < Math.Min(lines.Count, height) ? "\r\n" : "");
        _terminal.Write(screen.Append(ClearRest).ToString());
        _terminal.Flush();
        _last = summary;
    }
}
