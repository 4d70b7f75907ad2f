using System.Buffers;
using System.Text;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// What sha256sum writes: <c>64 hex digits, a space, a space or an asterisk, path</c> on each line; a line that begins with a backslash has
/// <c>\\</c>, <c>\n</c> and <c>\r</c> in its path for those characters. Empty lines and lines that begin with # are passed over.
/// </summary>
public static class Sha256Sums
{
    private const int DigestEnd = 64;
    private const int PathStart = 66;

    /// <summary>Adds every line as a reference value for path and digest.</summary>
    /// <param name="builder">Gets the lines before a bad one too.</param>
    /// <param name="utf8">The whole file.</param>
    /// <param name="source">Where the values come from.</param>
    /// <param name="line">The first line, from 1, that is none of sha256sum.</param>
    public static bool TryAdd(ImaReferencesBuilder builder, ReadOnlySpan<byte> utf8, ImaSource source, out int line)
    {
        line = 0;
        while (!utf8.IsEmpty)
        {
            line++;
            int end = utf8.IndexOf((byte)'\n');
            ReadOnlySpan<byte> one = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? [] : utf8[(end + 1)..];
            if (one.EndsWith("\r"u8))
                one = one[..^1];
            if (!one.IsEmpty && one[0] != '#' && !TryAddLine(builder, one, source))
                return false;
        }
        return true;
    }

    private static bool TryAddLine(ImaReferencesBuilder builder, ReadOnlySpan<byte> line, ImaSource source)
    {
        bool escaped = line[0] == '\\';
        ReadOnlySpan<byte> body = escaped ? line[1..] : line;
        if (body.Length <= PathStart || body[DigestEnd] != ' ' || body[DigestEnd + 1] is not ((byte)' ' or (byte)'*'))
            return false;
        Span<byte> digest = stackalloc byte[DigestEnd / 2];
        if (Convert.FromHexString(body[..DigestEnd], digest, out _, out _) != OperationStatus.Done)
            return false;
        byte[]? path = escaped ? Unescaped(body[PathStart..]) : body[PathStart..].ToArray();
        return path is not null && builder.AddPath(path, ImaHash.Sha256, digest, source);
    }

    /// <summary>Null where a backslash stands before something else.</summary>
    private static byte[]? Unescaped(ReadOnlySpan<byte> path)
    {
        var plain = new List<byte>(path.Length);
        for (int i = 0; i < path.Length; i++)
        {
            if (path[i] != '\\')
            {
                plain.Add(path[i]);
                continue;
            }
            if (++i == path.Length || path[i] is not ((byte)'\\' or (byte)'n' or (byte)'r'))
                return null;
            plain.Add(path[i] switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', _ => (byte)'\\' });
        }
        return [.. plain];
    }
}
