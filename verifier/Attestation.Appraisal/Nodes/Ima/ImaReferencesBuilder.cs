using System.Text;
using Attestation.Formats.Ima;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>Collects the IMA reference values of one node class. Not for several threads at once.</summary>
public sealed class ImaReferencesBuilder
{
    /// <summary>Most values of one class: what a bill of materials of several whole distributions needs.</summary>
    public const int MaxValues = 4_000_000;

    /// <summary>Longest path, bytes: PATH_MAX is 4096.</summary>
    private const int MaxPath = 8192;

    private readonly List<ImaReferences.Row> rows = [];
    private readonly List<ImaSigner> signers = [];
    private readonly List<ImaSource> sources = [];
    private readonly Dictionary<ImaSource, int> sourceNumbers = [];
    private byte[] bytes = new byte[4096];
    private int used;

    public int Count => rows.Count;

    /// <summary>Adds a digest of a file or of a measured buffer.</summary>
    /// <param name="path">Path of the file, or the name of the buffer (<c>kernel_version</c>); null: wherever the file lies.</param>
    /// <param name="hash">Algorithm of the digest.</param>
    /// <param name="digest">As many bytes as the algorithm has.</param>
    /// <param name="source">Where the value comes from.</param>
    /// <param name="verity">The digest is fs-verity's and not the file's.</param>
    /// <returns>False, and nothing added, where the hash is unknown, the digest's size is not the hash's, or there is no room left.</returns>
    public bool Add(string? path, ImaHash hash, ReadOnlySpan<byte> digest, ImaSource source, bool verity = false) =>
        path is null ? Add([], ImaReferences.AnyPath, hash, digest, source, verity) : AddPath(Encoding.UTF8.GetBytes(path), hash, digest, source, verity);

    /// <summary>The same for a path in bytes: the kernel's names need not be text.</summary>
    internal bool AddPath(ReadOnlySpan<byte> path, ImaHash hash, ReadOnlySpan<byte> digest, ImaSource source, bool verity = false) =>
        Add(path, path.Length, hash, digest, source, verity);

    private bool Add(ReadOnlySpan<byte> path, int pathSize, ImaHash hash, ReadOnlySpan<byte> digest, ImaSource source, bool verity)
    {
        if (hash.Size() == 0 || digest.Length != hash.Size() || rows.Count >= MaxValues)
            return false;
        if (path.Length > MaxPath || used > int.MaxValue / 2 - digest.Length - path.Length)
            return false;
        Room(digest.Length + path.Length);
        digest.CopyTo(bytes.AsSpan(used));
        path.CopyTo(bytes.AsSpan(used + digest.Length));
        rows.Add(new ImaReferences.Row(used, pathSize, NumberOf(source), ImaReferences.Kind(hash, verity)));
        used += digest.Length + path.Length;
        return true;
    }

    /// <summary>Adds a key that may sign files.</summary>
    public void AddSigner(VerificationKey key, ImaSource source) => signers.Add(new ImaSigner(key, source));

    /// <summary>The values, frozen.</summary>
    public ImaReferences Build() => new(bytes.AsSpan(0, used).ToArray(), [.. rows], [.. sources], [.. signers]);

    private int NumberOf(ImaSource source)
    {
        if (sourceNumbers.TryGetValue(source, out int number))
            return number;
        sourceNumbers.Add(source, sources.Count);
        sources.Add(source);
        return sources.Count - 1;
    }

    private void Room(int more)
    {
        if (used + more > bytes.Length)
            Array.Resize(ref bytes, Math.Max(used + more, (int)Math.Min(2L * bytes.Length, Array.MaxLength)));
    }
}
