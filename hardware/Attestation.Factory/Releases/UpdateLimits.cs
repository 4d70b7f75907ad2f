using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>What a board's memory and its reader allow. docs/formats/update-manifest.cddl.</summary>
public static class UpdateLimits
{
    /// <summary>Of a signed manifest, bytes.</summary>
    public const int LargestManifest = 8192;

    public const int MostLayers = 4;

    /// <summary>In all layers together.</summary>
    public const int MostFiles = 16;

    /// <summary>Bytes.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>Under which the manifest itself lies in its slot.</summary>
    public const string ManifestName = "manifest.cose";

    private const int LongestFileName = 32;
    private const int LongestClassName = 64;

    /// <summary>1 to 32 of [A-Za-z0-9._-], no dot at the beginning: a name on every file system, and on none a path.</summary>
    public static bool IsFileName(string name) =>
        name.Length is > 0 and <= LongestFileName && name[0] != '.' && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-');

    /// <summary>1 to 64 bytes of UTF-8 without control characters, no blank at either end.</summary>
    public static bool IsClassName(string name) =>
        name.Length > 0 && Encoding.UTF8.GetByteCount(name) <= LongestClassName && !name.Any(char.IsControl) && name.Trim().Length == name.Length;

    /// <exception cref="FactoryException"><c>factory.update-name</c>, <c>factory.update-limit</c>.</exception>
    public static void Check(UpdateManifest manifest)
    {
        Name(IsClassName(manifest.Vendor), "vendor", manifest.Vendor);
        Name(IsClassName(manifest.Model), "model", manifest.Model);
        Name(IsFileName(manifest.Board), "board", manifest.Board);
        Name(IsClassName(manifest.Version), "version", manifest.Version);
        Limit(manifest.Layers.Count is > 0 and <= MostLayers, $"{manifest.Layers.Count} layers; 1 to {MostLayers} are possible.");
        Limit(manifest.Layers.All(layer => layer.Files.Count > 0), "A layer has no file.");
        UpdateFile[] files = [.. manifest.Layers.SelectMany(layer => layer.Files)];
        Limit(files.Length <= MostFiles, $"{files.Length} files; {MostFiles} are possible.");
        foreach (UpdateLayer layer in manifest.Layers)
            Name(IsFileName(layer.Name), "layer", layer.Name);
        foreach (UpdateFile file in files)
        {
            Name(IsFileName(file.Name) && !file.Name.Equals(ManifestName, StringComparison.OrdinalIgnoreCase), "file", file.Name);
            Limit(file.Size is > 0 and <= LargestFile, $"{file.Name} has {file.Size} bytes; 1 to {LargestFile} are possible.");
        }
        Once("layer", manifest.Layers.Select(layer => layer.Name), StringComparer.Ordinal);
        Once("file", files.Select(file => file.Name), StringComparer.OrdinalIgnoreCase); // FAT tells no A from a
    }

    /// <exception cref="FactoryException"><c>factory.update-name</c></exception>
    internal static void CheckResident(ResidentOrder resident)
    {
        Name(IsFileName(resident.Name), "resident name", resident.Name);
        Name(IsClassName(resident.Version), "resident version", resident.Version);
    }

    private static void Once(string what, IEnumerable<string> names, StringComparer comparer)
    {
        if (names.GroupBy(name => name, comparer).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw new FactoryException(ReleaseReasons.UpdateName, $"Two of them: {what} {twice.Key}.");
    }

    private static void Name(bool good, string what, string name)
    {
        if (!good)
            throw new FactoryException(ReleaseReasons.UpdateName, $"This {what}: '{new string([.. name.Where(c => !char.IsControl(c)).Take(LongestClassName)])}'.");
    }

    internal static void Limit(bool good, string detail)
    {
        if (!good)
            throw new FactoryException(ReleaseReasons.UpdateLimit, detail);
    }
}
