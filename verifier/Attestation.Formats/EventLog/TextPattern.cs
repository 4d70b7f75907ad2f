namespace Attestation.Formats.EventLog;

/// <summary>
/// A pattern of command-line and grub-command references (docs/formats/node-reference-values.md): literal text, <c>*</c> for any run of characters
/// that are no space, <c>**</c> for any run; it matches a whole line or nothing.
/// </summary>
public sealed class TextPattern
{
    /// <summary>Longest pattern, and longest line that is matched; the search takes their product at worst.</summary>
    public const int MaxLength = 8192;

    private enum Kind : byte
    {
        Literal,
        Word,
        Any,
    }

    private readonly List<(Kind Kind, char Literal)> parts = [];
    private readonly string text;

    private TextPattern(string text)
    {
        this.text = text;
        for (int i = 0; i < text.Length; i++)
        {
            bool star = text[i] == '*', any = star && i + 1 < text.Length && text[i + 1] == '*';
            parts.Add((any ? Kind.Any : star ? Kind.Word : Kind.Literal, text[i]));
            i += any ? 1 : 0;
        }
    }

    /// <summary>Has it no <c>*</c>, so that one line alone matches?</summary>
    public bool IsLiteral => !text.Contains('*');

    /// <param name="text">The pattern, at most <see cref="MaxLength"/> characters.</param>
    /// <param name="pattern">Null where it is too long or has three <c>*</c> in a row, which would mean nothing.</param>
    public static bool TryParse(string text, out TextPattern? pattern)
    {
        pattern = text.Length <= MaxLength && !text.Contains("***", StringComparison.Ordinal) ? new TextPattern(text) : null;
        return pattern is not null;
    }

    /// <summary>Does the whole line match? Keeps the set of places in the pattern that the line read so far can be at: no backtracking.</summary>
    public bool Matches(string line)
    {
        if (line.Length > MaxLength)
            return false;
        if (IsLiteral)
            return line == text;
        var at = new bool[parts.Count + 1];
        var next = new bool[parts.Count + 1];
        at[0] = true;
        SkipEmpty(at);
        foreach (char c in line)
        {
            Step(at, next, c);
            (at, next) = (next, at);
        }
        return at[^1];
    }

    private void Step(bool[] at, bool[] next, char c)
    {
        Array.Clear(next);
        for (int i = 0; i < parts.Count; i++)
        {
            if (!at[i])
                continue;
            if (parts[i].Kind == Kind.Literal)
                next[i + 1] |= parts[i].Literal == c;
            else
                next[i] |= parts[i].Kind == Kind.Any || c != ' ';
        }
        SkipEmpty(next);
    }

    /// <summary>A run may be empty: whoever stands before it, stands behind it too.</summary>
    private void SkipEmpty(bool[] at)
    {
        for (int i = 0; i < parts.Count; i++)
            at[i + 1] |= at[i] && parts[i].Kind != Kind.Literal;
    }

    public override string ToString() => text;
}
