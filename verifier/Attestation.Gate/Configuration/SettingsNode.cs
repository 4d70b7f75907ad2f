using System.Globalization;
using Attestation.Formats.Reasons;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Attestation.Gate.Configuration;

/// <summary>
/// One mapping of the settings file, read strictly: each member is asked for by name, and <see cref="Done"/> refuses what nobody asked for, so that a
/// misspelt key is an error and not a default. Every refusal names file and line.
/// </summary>
/// <exception cref="GateFailure">gate.configuration, by every member</exception>
public sealed class SettingsNode
{
    private readonly string file;
    private readonly string path;
    private readonly YamlMappingNode? mapping;
    private readonly HashSet<string> asked = [];
    private readonly Dictionary<string, string> known;

    private SettingsNode(string file, string path, YamlMappingNode? mapping, Dictionary<string, string> known) =>
        (this.file, this.path, this.mapping, this.known) = (file, path, mapping, known);

    /// <summary>Every key that was asked for, in this section and those below and above it, with its default as it would be written; "" where there is none.</summary>
    public IReadOnlyDictionary<string, string> Known => known;

    /// <summary>Folder of the settings file: relative paths begin there.</summary>
    public string Folder => Path.GetDirectoryName(Path.GetFullPath(file))!;

    /// <summary>False where the file has no such section: every member has its default then.</summary>
    public bool Exists => mapping is not null;

    /// <summary>Reads a file of one YAML mapping.</summary>
    public static SettingsNode Read(string file)
    {
        try
        {
            using StreamReader text = File.OpenText(file);
            return Parse(file, text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new GateFailure(GateReasons.Configuration, $"{file}: {e.Message}", e);
        }
    }

    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its content.</param>
    public static SettingsNode Parse(string file, TextReader text)
    {
        try
        {
            var yaml = new YamlStream();
            yaml.Load(text);
            return yaml.Documents.Count == 1 && yaml.Documents[0].RootNode is YamlMappingNode root
                ? new SettingsNode(file, "", root, [])
                : throw new GateFailure(GateReasons.Configuration, $"{file}: not one YAML mapping");
        }
        catch (YamlException e)
        {
            throw new GateFailure(GateReasons.Configuration, $"{file}, line {e.Start.Line}: {e.Message}", e);
        }
    }

    public SettingsNode Section(string name) => Find(name) switch
    {
        null or YamlScalarNode { Value: null or "", Style: ScalarStyle.Plain } => new SettingsNode(file, PathOf(name), null, known),
        YamlMappingNode found => new SettingsNode(file, PathOf(name), found, known),
        { } other => throw Wrong(name, other, "is no mapping"),
    };

    /// <summary>A text; null where it is absent.</summary>
    public string? Text(string name)
    {
        Know(name, "");
        return Find(name) switch
        {
            null => null,
            YamlScalarNode { Value: { Length: > 0 } value } => value,
            { } other => throw Wrong(name, other, "is no text"),
        };
    }

    public string Text(string name, string fallback)
    {
        Know(name, fallback);
        return Text(name) ?? fallback;
    }

    public string RequiredText(string name)
    {
        Know(name, "required");
        return Text(name) ?? throw Missing(name);
    }

    /// <summary>A file or folder, in full: a relative one is relative to the settings file's folder. Null where it is absent.</summary>
    public string? FilePath(string name) => Text(name) is { } value ? Path.GetFullPath(value, Folder) : null;

    public bool Flag(string name, bool fallback)
    {
        Know(name, fallback ? "true" : "false");
        return Text(name) switch
        {
            null => fallback,
            "true" => true,
            "false" => false,
            _ => throw Wrong(name, "is neither true nor false"),
        };
    }

    /// <summary>One of a few words: the enum's names in camelCase.</summary>
    public T Choice<T>(string name, T fallback) where T : struct, Enum
    {
        Know(name, Word(fallback));
        if (Text(name) is not { } text)
            return fallback;
        foreach (T choice in Enum.GetValues<T>())
        {
            if (Word(choice) == text)
                return choice;
        }
        throw Wrong(name, $"is none of {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    /// <summary>A share, written as 10%.</summary>
    /// <returns>0 to 1.</returns>
    public double Share(string name, int fallbackPercent, int leastPercent, int mostPercent)
    {
        Know(name, $"{fallbackPercent}%");
        string text = Text(name) ?? $"{fallbackPercent}%";
        bool good = text.EndsWith('%') && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
            && percent >= leastPercent && percent <= mostPercent;
        return good ? int.Parse(text.AsSpan(0, text.Length - 1), CultureInfo.InvariantCulture) / 100.0 : throw Wrong(name, $"is no share from {leastPercent}% to {mostPercent}%");
    }

    /// <summary>An absolute http or https address; null where it is absent.</summary>
    public Uri? Address(string name)
    {
        if (Text(name) is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0
            ? address
            : throw Wrong(name, "is no http or https address");
    }

    /// <summary>Where to listen.</summary>
    public ListenAddress Listen(string name, string fallback)
    {
        Know(name, fallback);
        return ListenAddress.TryParse(Text(name) ?? fallback, out ListenAddress? address)
            ? address
            : throw Wrong(name, "is no http or https address of an IP address and a port, without a path (http://127.0.0.1:9095, https://[::]:8443)");
    }

    public int Number(string name, int fallback, int least, int most)
    {
        Know(name, fallback.ToString(CultureInfo.InvariantCulture));
        if (Text(name) is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wrong(name, $"is no number from {least} to {most}");
    }

    /// <summary>A number with a unit: 250ms, 30s, 10m, 1h, 2d; or 0.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        Know(name, Durations.Text(fallback));
        if (Text(name) is not { } text)
            return fallback;
        return Durations.TryParse(text, out TimeSpan value) && value >= least && value <= most
            ? value
            : throw Wrong(name, $"is no time from {Durations.Text(least)} to {Durations.Text(most)} (30s, 10m, 1h, 2d)");
    }

    public IReadOnlyList<string> Texts(string name)
    {
        Know(name, "[]");
        return Find(name) switch
        {
            null => [],
            YamlSequenceNode list => [.. list.Children.Select(item => item is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Wrong(name, item, "is no text"))],
            { } other => throw Wrong(name, other, "is no list"),
        };
    }

    /// <summary>The names that the operator gave to the members of this mapping, each a section; none where it is absent.</summary>
    public IReadOnlyList<string> Names()
    {
        string[] names = [.. (mapping?.Children.Keys ?? []).Select(key => (key as YamlScalarNode)?.Value ?? "")];
        asked.UnionWith(names);
        return names;
    }

    /// <summary>To be called when everything has been asked for.</summary>
    public void Done()
    {
        foreach (YamlNode key in mapping?.Children.Keys ?? [])
        {
            if (key is not YamlScalarNode { Value: { } name } || !asked.Contains(name))
                throw new GateFailure(GateReasons.Configuration, $"{file}, line {key.Start.Line}: unknown key {PathOf(key.ToString())}; known: {string.Join(", ", asked.Order())}");
        }
    }

    /// <summary>A refusal of a value that only its reader could judge.</summary>
    public GateFailure Wrong(string name, string what) => Find(name) is { } node ? Wrong(name, node, what) : Missing(name);

    private static string Word<T>(T choice) where T : struct, Enum => char.ToLowerInvariant(choice.ToString()[0]) + choice.ToString()[1..];

    private void Know(string name, string fallback) => known.TryAdd(PathOf(name), fallback);

    private GateFailure Missing(string name) => new(GateReasons.Configuration, $"{file}: {PathOf(name)} is missing");

    private GateFailure Wrong(string name, YamlNode node, string what) => new(GateReasons.Configuration, $"{file}, line {node.Start.Line}: {PathOf(name)} {what}");

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlNode? Find(string name)
    {
        asked.Add(name);
        return mapping is not null && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : null;
    }
}
