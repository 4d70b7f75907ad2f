using System.Globalization;
using System.Text.RegularExpressions;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>
/// One mapping of a board's description, read strictly: each member is asked for by name, and <see cref="Done"/> refuses what nobody asked for.
/// Every refusal names file and line.
/// </summary>
/// <exception cref="FactoryException">board.malformed, by every member; board.unknown-key by <see cref="Done"/></exception>
internal sealed partial class BoardNode(string file, string path, YamlMap map)
{
    private readonly HashSet<string> asked = [];

    public bool Has(string name) => Find(name) is not null;

    public BoardNode Section(string name) => Find(name) switch
    {
        YamlMap found => new BoardNode(file, PathOf(name), found),
        null => throw Missing(name),
        { } other => throw Wrong(name, other, "is no mapping"),
    };

    /// <summary>The mappings of a list; empty where it is absent.</summary>
    public IReadOnlyList<BoardNode> Sections(string name) => Find(name) switch
    {
        null => [],
        YamlList list => [.. list.Items.Select((item, i) => item is YamlMap found ? new BoardNode(file, $"{PathOf(name)}[{i}]", found) : throw Wrong(name, item, "holds what is no mapping"))],
        { } other => throw Wrong(name, other, "is no list"),
    };

    public string Text(string name) => OptionalText(name) ?? throw Missing(name);

    public string? OptionalText(string name) => Find(name) is { } item ? TextOf(name, item) : null;

    /// <summary>A name that other places refer to: lower case letters, digits and hyphens.</summary>
    public string Id(string name)
    {
        string text = Text(name);
        return IdForm().IsMatch(text) ? text : throw Wrong(name, Find(name)!, "is no name of lower case letters, digits and hyphens");
    }

    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        YamlList list => [.. list.Items.Select(item => TextOf(name, item))],
        null => throw Missing(name),
        { } other => throw Wrong(name, other, "is no list"),
    };

    public bool Flag(string name) => Find(name) switch
    {
        YamlText { IsPlain: true, Value: "true" } => true,
        YamlText { IsPlain: true, Value: "false" } => false,
        null => throw Missing(name),
        { } other => throw Wrong(name, other, "is neither true nor false"),
    };

    public int Number(string name, int least, int most) =>
        NumberOf(Find(name), least, most) ?? throw Wrong(name, $"is no number from {least} to {most}");

    /// <summary>Different numbers, at least one.</summary>
    public IReadOnlyList<int> Numbers(string name, int least, int most)
    {
        if (Find(name) is not YamlList { Items.Count: > 0 } list)
            throw Wrong(name, "is no list of numbers");
        int[] all = [.. list.Items.Select(item => NumberOf(item, least, most) ?? throw Wrong(name, item, $"holds what is no number from {least} to {most}"))];
        return all.Distinct().Count() == all.Length ? all : throw new FactoryException(BoardReasons.DuplicateKey, $"{file}: {PathOf(name)}");
    }

    /// <summary>Bytes: a number, 0x and hexadecimal digits, or a number of KiB or MiB.</summary>
    public long Bytes(string name)
    {
        if (Find(name) is not YamlText { IsPlain: true, Value: { } text } || Size().Match(text) is not { Success: true } parts)
            throw Wrong(name, "is no number of bytes (4096, 0x1000, 4 KiB, 2 MiB)");
        if (parts.Groups["hex"].Success)
            return long.Parse(parts.Groups["hex"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        long count = long.Parse(parts.Groups["count"].Value, CultureInfo.InvariantCulture);
        return parts.Groups["unit"].Value switch { "KiB" => count * 1024, "MiB" => count * 1024 * 1024, _ => count };
    }

    /// <summary>One of a few words: the enum's names in lower case with hyphens.</summary>
    public T Choice<T>(string name) where T : struct, Enum => ChoiceOf<T>(name, Text(name));

    public IReadOnlyList<T> Choices<T>(string name) where T : struct, Enum
    {
        T[] all = [.. Texts(name).Select(text => ChoiceOf<T>(name, text))];
        return all.Distinct().Count() == all.Length ? all : throw new FactoryException(BoardReasons.DuplicateKey, $"{file}: {PathOf(name)}");
    }

    /// <summary>To be called when everything has been asked for.</summary>
    public void Done()
    {
        foreach (var (name, item) in map.Members)
        {
            if (!asked.Contains(name))
                throw new FactoryException(BoardReasons.UnknownKey, $"{file}, line {item.Line}: {PathOf(name)}; known: {string.Join(", ", asked.Order())}");
        }
    }

    /// <summary>A refusal of a value that only its reader could judge.</summary>
    public FactoryException Wrong(string name, string what) => Find(name) is { } item ? Wrong(name, item, what) : Missing(name);

    /// <summary>NotConfigured is written not-configured.</summary>
    public static string Word<T>(T choice) where T : struct, Enum => Capital().Replace(choice.ToString(), "-$0").ToLowerInvariant();

    private static int? NumberOf(YamlItem? item, int least, int most) =>
        item is YamlText { IsPlain: true } text && int.TryParse(text.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : null;

    private T ChoiceOf<T>(string name, string text) where T : struct, Enum
    {
        foreach (T choice in Enum.GetValues<T>())
        {
            if (Word(choice) == text)
                return choice;
        }
        throw Wrong(name, $"is '{text}', which is none of {string.Join(", ", Enum.GetValues<T>().Select(Word))}");
    }

    private string TextOf(string name, YamlItem item) =>
        item is YamlText { Value: { Length: > 0 } value } text && !(text.IsPlain && OtherType().IsMatch(value)) ? value : throw Wrong(name, item, "is no text");

    private FactoryException Missing(string name) => new(BoardReasons.Malformed, $"{file}, line {map.Line}: {PathOf(name)} is missing");

    private FactoryException Wrong(string name, YamlItem item, string what) => new(BoardReasons.Malformed, $"{file}, line {item.Line}: {PathOf(name)} {what}");

    private string PathOf(string name) => path.Length == 0 ? name : $"{path}.{name}";

    private YamlItem? Find(string name)
    {
        asked.Add(name);
        return map.Members.GetValueOrDefault(name);
    }

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex IdForm();

    [GeneratedRegex("^(0x(?<hex>[0-9A-Fa-f]{1,12})|(?<count>[0-9]{1,12})( (?<unit>KiB|MiB))?)$")]
    private static partial Regex Size();

    /// <summary>YAML 1.2 core schema, section 10.3.2: what without quotes is null, a truth value or a number.</summary>
    [GeneratedRegex("^(~|null|Null|NULL|true|True|TRUE|false|False|FALSE|[-+]?[0-9]+(\\.[0-9]*)?([eE][-+]?[0-9]+)?|0x[0-9A-Fa-f]+|0o[0-7]+)$")]
    private static partial Regex OtherType();

    [GeneratedRegex("(?<=.)[A-Z]")]
    private static partial Regex Capital();
}
