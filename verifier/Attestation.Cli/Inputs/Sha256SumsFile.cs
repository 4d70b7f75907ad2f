using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.Ima;

namespace Attestation.Cli.Inputs;

/// <summary>
/// What sha256sum writes: <c>64 hex digits, a space, a space or an asterisk, path</c> on each line; a line that begins with a backslash has
/// <c>\\</c>, <c>\n</c> and <c>\r</c> in its path for those characters. Empty lines and lines that begin with # are passed over.
/// </summary>
internal static class Sha256SumsFile
{
    private const int DigestEnd = 64;
    private const int PathStart = 66;

    /// <summary>Adds every line as a reference value; the operator who names the file vouches for it.</summary>
    internal static void AddTo(ImaReferencesBuilder builder, InputFile file)
    {
        var source = new ImaSource(file.Name, "named on the command line");
        int number = 0;
        foreach (string raw in Encoding.UTF8.GetString(file.Bytes.Span).Split('\n'))
        {
            number++;
            string line = raw.TrimEnd('\r');
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (!TryAdd(builder, line, source))
                throw CliFailure.Usage($"{file.Name}, line {number} is not a line of sha256sum", "Write it with: find / -xdev -type f -exec sha256sum {} +");
        }
    }

    private static bool TryAdd(ImaReferencesBuilder builder, string line, ImaSource source)
    {
        bool escaped = line[0] == '\\';
        string body = escaped ? line[1..] : line;
        if (body.Length <= PathStart || body[DigestEnd] != ' ' || body[DigestEnd + 1] is not (' ' or '*') || !body.AsSpan(0, DigestEnd).ContainsOnlyHex())
            return false;
        string path = body[PathStart..];
        return builder.Add(escaped ? Unescaped(path) : path, ImaHash.Sha256, Convert.FromHexString(body.AsSpan(0, DigestEnd)), source);
    }

    private static bool ContainsOnlyHex(this ReadOnlySpan<char> text)
    {
        foreach (char one in text)
        {
            if (!char.IsAsciiHexDigit(one))
                return false;
        }
        return true;
    }

    private static string Unescaped(string path)
    {
        var plain = new StringBuilder(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            char next = path[i] == '\\' && i + 1 < path.Length ? path[++i] : '\0';
            plain.Append(next switch { '\0' => path[i], 'n' => '\n', 'r' => '\r', _ => next });
        }
        return plain.ToString();
    }
}
