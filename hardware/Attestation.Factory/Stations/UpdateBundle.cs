using System.Text;
using Attestation.Factory.Releases;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations;

/// <summary>What goes over the line in an update: the signed manifest and its files, from the folder that <c>attest-factory release build</c> wrote. The
/// key that lies in the folder says whether the release is whole; whether it may run is judged by the device.</summary>
public sealed class UpdateBundle
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _before = new(StringComparer.Ordinal);

    private UpdateBundle(byte[] signed, UpdateManifest manifest) => (Signed, Manifest) = (signed, manifest);

    /// <summary>docs/formats/update-manifest.cddl</summary>
    public byte[] Signed { get; }

    public UpdateManifest Manifest { get; }

    /// <summary>Bytes of all files.</summary>
    public long Size { get; private set; }

    /// <summary>Names and contents. A device gets nothing else, whatever it asks for.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <param name="release">The release folder.</param>
    /// <exception cref="FactoryException"><c>factory.release-unreadable</c>, <c>factory.release-checksum</c>, <c>factory.update-signature</c>,
    /// <c>factory.update-malformed</c>.</exception>
    public static UpdateBundle Read(string release)
    {
        string path = Path.Combine(release, ReleaseFolder.ManifestName);
        byte[] signed = ReadFile(path);
        if (!VerificationKey.TryParsePem(Encoding.Latin1.GetString(ReadFile(Path.Combine(release, ReleaseFolder.FirmwareKeyName))), out VerificationKey key, out _))
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, $"{ReleaseFolder.FirmwareKeyName} is no public key.");
        if (UpdateManifest.TryVerify(signed, key, out UpdateManifest manifest) is { } refusal)
            throw new FactoryException(refusal, path);
        var bundle = new UpdateBundle(signed, manifest);
        foreach (UpdateFile file in manifest.Layers.SelectMany(layer => layer.Files))
            bundle.Add(file, Path.Combine(Path.GetDirectoryName(path)!, file.Name));
        return bundle;
    }

    /// <summary>How many bytes of files lie before a piece, in the order in which devices want them.</summary>
    public long Before(WantedPiece piece) => _before[piece.File] + piece.Offset;

    private void Add(UpdateFile file, string path)
    {
        byte[] content = ReadFile(path);
        if (!Manifest.Measurement.Measure(content).AsSpan().SequenceEqual(file.Digest.Span))
            throw new FactoryException(ReleaseReasons.ReleaseChecksum, path);
        _files.Add(file.Name, content);
        _before.Add(file.Name, Size);
        Size += content.Length;
    }

    private static byte[] ReadFile(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(ReleaseReasons.ReleaseUnreadable, e.Message, e);
        }
    }
}
