using System.Text;

namespace Attestation.Cli.Output;

/// <summary>Text for people: a headline, then names and values in two columns, deeper things indented by two.</summary>
public sealed class TextLines
{
    private const int NameWidth = 14;
    private readonly StringBuilder text = new();

    public TextLines Line(string line, int depth = 0)
    {
        text.Append(' ', 2 * depth).Append(Printable(line)).Append('\n');
        return this;
    }

    /// <summary>One name and its value; nothing where the value is null.</summary>
    public TextLines Fact(string name, object? value, int depth = 1)
    {
        if (value is null)
            return this;
        string shown = Printable(value.ToString()!);
        if (shown.Contains('\n'))
            return Block(name, shown, depth);
        text.Append(' ', 2 * depth).Append((name + ":").PadRight(NameWidth)).Append(' ').Append(shown).Append('\n');
        return this;
    }

    private TextLines Block(string name, string lines, int depth)
    {
        Line(name + ":", depth);
        foreach (string line in lines.Split('\n'))
            Line(line, depth + 1);
        return this;
    }

    public override string ToString() => text.ToString();

    /// <summary>Control characters of an inspected file must not reach the terminal.</summary>
    internal static string Printable(string value) =>
        value.Any(c => char.IsControl(c) && c != '\n') ? string.Concat(value.Select(c => char.IsControl(c) && c != '\n' ? $"\\u{(int)c:x4}" : c.ToString())) : value;
}
