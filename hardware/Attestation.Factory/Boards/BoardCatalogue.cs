using System.Reflection;
using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>The descriptions that come with the program, those of hardware/boards, and others' in files.</summary>
public static class BoardCatalogue
{
    private const string Prefix = "boards/";
    private const string FileName = "/board.yaml";
    private static readonly Assembly Ours = typeof(BoardCatalogue).Assembly;

    /// <summary>Names of the boards that come with the program.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. Ours.GetManifestResourceNames().Select(n => n.Replace('\\', '/')).Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^FileName.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads a description.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or a file: what contains a slash or ends with .yaml is one.</param>
    /// <exception cref="FactoryException">board.unreadable, board.malformed, board.unknown-key, board.duplicate-key</exception>
    public static BoardDescription Read(string nameOrFile)
    {
        if (nameOrFile.Contains('/') || nameOrFile.EndsWith(".yaml", StringComparison.Ordinal))
            return BoardDescription.Parse(nameOrFile, BoardFile.Read(nameOrFile));
        if (!Names.Contains(nameOrFile))
            throw new FactoryException(BoardReasons.Unreadable, $"No board is called {nameOrFile}; there are {string.Join(", ", Names)}.");
        string resource = Ours.GetManifestResourceNames().Single(n => n.Replace('\\', '/') == Prefix + nameOrFile + FileName);
        using var reader = new StreamReader(Ours.GetManifestResourceStream(resource)!, Encoding.UTF8);
        return BoardDescription.Parse(nameOrFile, reader.ReadToEnd());
    }
}
