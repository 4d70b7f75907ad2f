using Attestation.Formats.Reasons;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Attestation.Factory.Boards;

/// <summary>
/// One item of a YAML 1.2 document, as far as descriptions of boards use YAML: texts, lists and mappings. Anchors, aliases, tags, keys that are
/// no text, a key twice, and a second document are refused.
/// </summary>
internal abstract record YamlItem(long Line)
{
    private const int MostDepth = 8;
    private const int MostCharacters = 256 * 1024;

    /// <summary>Reads a document of one mapping.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="text">Its content.</param>
    /// <exception cref="FactoryException">board.malformed, board.duplicate-key</exception>
    public static YamlMap Parse(string file, string text)
    {
        if (text.Length > MostCharacters)
            throw new FactoryException(BoardReasons.Malformed, $"{file}: longer than {MostCharacters} characters");
        try
        {
            var parser = new Parser(new StringReader(text));
            parser.Consume<StreamStart>();
            parser.Consume<DocumentStart>();
            var root = Read(file, parser, 0) as YamlMap;
            parser.Consume<DocumentEnd>();
            return root is not null && parser.TryConsume<StreamEnd>(out _) ? root : throw new FactoryException(BoardReasons.Malformed, $"{file}: not one YAML mapping");
        }
        catch (YamlException e)
        {
            throw new FactoryException(BoardReasons.Malformed, $"{file}, line {e.Start.Line}: {e.Message}", e);
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new FactoryException(BoardReasons.Malformed, $"{file}: no YAML", e); // the scanner's own way out of some broken texts
        }
    }

    private static YamlItem Read(string file, IParser parser, int depth)
    {
        if (depth > MostDepth)
            throw Refused(file, parser.Current!, "is nested too deep");
        if (parser.Current is NodeEvent node && (!node.Anchor.IsEmpty || !node.Tag.IsEmpty) || parser.Current is AnchorAlias)
            throw Refused(file, parser.Current, "has an anchor, alias or tag");
        if (parser.TryConsume<Scalar>(out var scalar))
            return new YamlText(scalar!.Value, scalar.Style == ScalarStyle.Plain, scalar.Start.Line);
        if (parser.TryConsume<SequenceStart>(out var list))
        {
            var items = new List<YamlItem>();
            while (!parser.TryConsume<SequenceEnd>(out _))
                items.Add(Read(file, parser, depth + 1));
            return new YamlList(items, list!.Start.Line);
        }
        return ReadMap(file, parser, depth);
    }

    private static YamlMap ReadMap(string file, IParser parser, int depth)
    {
        MappingStart start = parser.Consume<MappingStart>();
        var members = new Dictionary<string, YamlItem>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            long line = parser.Current!.Start.Line;
            if (Read(file, parser, depth + 1) is not YamlText { Value: { Length: > 0 } key })
                throw new FactoryException(BoardReasons.Malformed, $"{file}, line {line}: a key is no text");
            if (!members.TryAdd(key, Read(file, parser, depth + 1)))
                throw new FactoryException(BoardReasons.DuplicateKey, $"{file}, line {line}: {key}");
        }
        return new YamlMap(members, start.Start.Line);
    }

    private static FactoryException Refused(string file, ParsingEvent item, string what) => new(BoardReasons.Malformed, $"{file}, line {item.Start.Line}: an item {what}");
}

/// <summary>A scalar.</summary>
/// <param name="Value">Without quotes.</param>
/// <param name="IsPlain">Written without quotes, so that it may stand for a number or a truth value.</param>
/// <param name="Line">From 1.</param>
internal sealed record YamlText(string Value, bool IsPlain, long Line) : YamlItem(Line);

internal sealed record YamlList(IReadOnlyList<YamlItem> Items, long Line) : YamlItem(Line);

internal sealed record YamlMap(IReadOnlyDictionary<string, YamlItem> Members, long Line) : YamlItem(Line);
