using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases.Comparison;

/// <summary>A folder that <see cref="ReleaseFolder"/> wrote, each of whose files is what its checksums say.</summary>
public sealed class WrittenRelease
{
    private const int MostFiles = 256;
    private const long LargestText = 16L << 20;

    private readonly string _folder;
    private readonly HashSet<string> _listed;

    private WrittenRelease(string folder, HashSet<string> listed) => (_folder, _listed) = (folder, listed);

    /// <summary>Compares every file with SHA256SUMS.</summary>
    /// <exception cref="FactoryException"><c>factory.release-unreadable</c>, <c>factory.release-checksum</c>.</exception>
    public static WrittenRelease Open(string folder)
    {
        var listed = new HashSet<string>(StringComparer.Ordinal);
        string[] lines = Text(folder, ReleaseFolder.ChecksumsName).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length is 0 or > MostFiles)
            throw Unreadable(folder, $"{ReleaseFolder.ChecksumsName} has {lines.Length} lines.");
        foreach (string line in lines)
        {
            string name = NameIn(folder, line);
            if (!listed.Add(name))
                throw Unreadable(folder, $"{ReleaseFolder.ChecksumsName} names {name} twice.");
            if (Checksum(folder, name) != line[..64])
                throw new FactoryException(ReleaseReasons.ReleaseChecksum, Path.Combine(folder, name));
        }
        return new WrittenRelease(folder, listed);
    }

    /// <param name="corimKey">Whose signature counts; null: that of the key in the folder.</param>
    /// <exception cref="FactoryException"><c>factory.release-unreadable</c>, <c>factory.release-signature</c>.</exception>
    public ReleaseStatement Statement(VerificationKey? corimKey)
    {
        VerificationKey key = corimKey ?? Key(ReleaseFolder.CorimKeyName);
        VerificationKey firmwareKey = Key(ReleaseFolder.FirmwareKeyName);
        if (UpdateManifest.TryVerify(Read(ReleaseFolder.ManifestName), firmwareKey, out UpdateManifest manifest) is { } refusal)
            throw new FactoryException(refusal, Path.Combine(_folder, ReleaseFolder.ManifestName));
        CorimLayers corim = CorimLayers.Read(Path.Combine(_folder, ReleaseFolder.CorimName), Read(ReleaseFolder.CorimName), key);
        RequireOneRelease(corim, manifest);
        return new ReleaseStatement { Source = _folder, Corim = corim, CorimKey = key, Board = new BoardStatement(manifest, firmwareKey, Flash()) };
    }

    /// <summary>Boards and verifiers must be told the same: else devices that took the update are refused.</summary>
    private void RequireOneRelease(CorimLayers corim, UpdateManifest manifest)
    {
        bool same = corim.Vendor == manifest.Vendor && corim.Model == manifest.Model && corim.Layers.Count == manifest.Layers.Count + 1
            && manifest.Layers.Select((layer, i) => (layer, Stated: corim.Layers[i + 1])).All(pair =>
                pair.Stated.Code == Convert.ToHexStringLower(manifest.Measurement.CodeHash(pair.layer)) && pair.Stated.Svn == manifest.Svn);
        if (!same)
            throw Unreadable(_folder, $"{ReleaseFolder.CorimName} and {ReleaseFolder.ManifestName} are of two releases.");
    }

    private FlashPiece[] Flash()
    {
        try
        {
            JsonNode document = JsonNode.Parse(Read(ReleaseFolder.FlashName))!;
            return [.. document["flash"]!.AsArray().Select(piece =>
                new FlashPiece((string)piece!["file"]!, (long)piece["offset"]!, (long)piece["size"]!, (string)piece["sha256"]!))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or NullReferenceException or ArgumentNullException)
        {
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{Path.Combine(_folder, ReleaseFolder.FlashName)}: {e.Message}", e);
        }
    }

    private VerificationKey Key(string name) => VerificationKey.TryParsePem(Encoding.Latin1.GetString(Read(name)), out VerificationKey key, out _)
        ? key
        : throw Unreadable(_folder, $"{name} is no public key.");

    /// <summary>Only what the checksums cover.</summary>
    private byte[] Read(string name) => _listed.Contains(name) ? Bytes(_folder, name) : throw Unreadable(_folder, $"{ReleaseFolder.ChecksumsName} does not name {name}.");

    private static string NameIn(string folder, string line)
    {
        bool good = line.Length > 66 && line[..64].All(char.IsAsciiHexDigitLower) && line[64..66] == "  ";
        string name = good ? line[66..] : "";
        good = good && !Path.IsPathRooted(name) && !name.Split('/').Contains("..") && !name.Any(char.IsControl);
        return good ? name : throw Unreadable(folder, $"{ReleaseFolder.ChecksumsName} has a line that sha256sum does not write.");
    }

    private static string Checksum(string folder, string name) => Attempt(folder, name, path =>
    {
        using FileStream file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    });

    private static string Text(string folder, string name) => Encoding.UTF8.GetString(Bytes(folder, name));

    private static byte[] Bytes(string folder, string name) => Attempt(folder, name, path => new FileInfo(path).Length <= LargestText
        ? File.ReadAllBytes(path)
        : throw Unreadable(folder, $"{name} is larger than {LargestText} bytes."));

    private static T Attempt<T>(string folder, string name, Func<string, T> read)
    {
        try
        {
            return read(Path.Combine(folder, name));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{Path.Combine(folder, name)}: {e.Message}", e);
        }
    }

    private static FactoryException Unreadable(string folder, string detail) => new(ReleaseReasons.ReleaseUnreadable, $"{folder}: {detail}");
}
