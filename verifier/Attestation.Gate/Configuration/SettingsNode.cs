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

    private SettingsNode(string file, string path, YamlMappingNode? mapping) => (this.file, this.path, this.mapping) = (file, path, mapping);

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
                ? new SettingsNode(file, "", root)
                : throw new GateFailure(GateReasons.Configuration, $"{file}: not one YAML mapping");
        }
        catch (YamlException e)
        {
            throw new GateFailure(GateReasons.Configuration, $"{file}, line {e.Start.Line}: {e.Message}", e);
        }
    }

    public SettingsNode Section(string name) => Find(name) switch
    {
        null => new SettingsNode(file, PathOf(name), null),
        YamlMappingNode found => new SettingsNode(file, PathOf(name), found),
        { } other => throw Wrong(name, other, "is no mapping"),
    };

    public string? Text(string name) => Find(name) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        { } other => throw Wrong(name, other, "is no text"),
    };

    public string RequiredText(string name) => Text(name) ?? throw Missing(name);

    public bool Flag(string name, bool fallback) => Text(name) switch
    {
        null => fallback,
        "true" => true,
        "false" => false,
        _ => throw Wrong(name, Find(name)!, "is neither true nor false"),
    };

    public int Number(string name, int fallback, int least, int most)
    {
        if (Text(name) is not { } text)
            return fallback;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wrong(name, Find(name)!, $"is no number from {least} to {most}");
    }

    /// <summary>A number with a unit: 250ms, 30s, 10m, 1h, 2d; or 0.</summary>
    public TimeSpan Duration(string name, TimeSpan fallback, TimeSpan least, TimeSpan most)
    {
        if (Text(name) is not { } text)
            return fallback;
        return Durations.TryParse(text, out TimeSpan value) && value >= least && value <= most
            ? value
            : throw Wrong(name, Find(name)!, $"is no time from {Durations.Text(least)} to {Durations.Text(most)} (30s, 10m, 1h, 2d)");
    }

    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        YamlSequenceNode list => [.. list.Children.Select(item => item is YamlScalarNode { Value: { Length: > 0 } value } ? value : throw Wrong(name, item, "is no text"))],
        { } other => throw Wrong(name, other, "is no list"),
    };

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

    private GateFailure Missing(string name) => new(GateReasons.Configuration, $"{file}: {PathOf(name)} is missing");

    private GateFailure Wrong(string name, YamlNode node, string what) => new(GateReasons.Configuration, $"{file}, line {node.Start.Line}: {PathOf(name)} {what}");

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlNode? Find(string name)
    {
        asked.Add(name);
        return mapping is not null && mapping.Children.TryGetValue(new YamlScalarNode(name), out YamlNode? node) ? node : null;
    }
}
