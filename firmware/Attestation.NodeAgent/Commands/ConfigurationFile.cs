namespace Attestation.NodeAgent.Commands;

/// <summary>A file of <c>KEY=value</c> lines, as systemd's EnvironmentFile reads them: empty lines and lines that begin with # or ; do not count, quotes around a
/// value go away.</summary>
public static class ConfigurationFile
{
    private const int MostBytes = 64 << 10;

    /// <exception cref="AgentException">Usage: it cannot be read, or a line is none of these.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path, bool mustExist)
    {
        try
        {
            if (!mustExist && !File.Exists(path))
                return new Dictionary<string, string>();
            if (new FileInfo(path).Length > MostBytes)
                throw AgentException.Usage($"{path} is longer than {MostBytes} bytes.");
            return Parse(path, File.ReadAllLines(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw AgentException.Usage($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static Dictionary<string, string> Parse(string path, string[] lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.Length == 0 || line[0] is '#' or ';')
                continue;
            int at = line.IndexOf('=');
            if (at <= 0 || !values.TryAdd(line[..at], Unquoted(line[(at + 1)..].Trim())))
                throw AgentException.Usage($"{path}, line {i + 1}: {(at <= 0 ? "no KEY=value" : line[..at] + " was set before")}.");
        }
        return values;
    }

    private static string Unquoted(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1] : value;
}
