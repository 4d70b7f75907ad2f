using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.Ima;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>
/// The IMA reference values of one node class: digests, with or without a path, and keys that may sign files. Frozen; any number of threads may
/// use it. Digests and paths lie in one array of bytes and are found by their hash without an allocation: 100,000 values take about 10 MB.
/// </summary>
public sealed class ImaReferences
{
    internal const int AnyPath = -1;

    private readonly byte[] bytes;
    private readonly Row[] rows;
    private readonly ImaIndex byDigestAndPath;
    private readonly ImaIndex byDigest;
    private readonly ImaIndex byPath;
    private byte[]? fingerprint;

    internal ImaReferences(byte[] bytes, Row[] rows, ImaSource[] sources, ImaSigner[] signers)
    {
        (this.bytes, this.rows, Sources, Signers) = (bytes, rows, sources, signers);
        byDigestAndPath = new ImaIndex(rows.Length, i => Mix(PathOf(i), Mix(DigestOf(i), rows[i].Kind)));
        byDigest = new ImaIndex(rows.Length, i => Mix(DigestOf(i), rows[i].Kind));
        byPath = new ImaIndex(rows.Length, i => rows[i].PathSize == AnyPath ? null : Mix(PathOf(i), 0));
    }

    public static ImaReferences Empty { get; } = new ImaReferencesBuilder().Build();

    /// <summary>Digests.</summary>
    public int Count => rows.Length;

    public IReadOnlyList<ImaSource> Sources { get; }

    public IReadOnlyList<ImaSigner> Signers { get; }

    /// <summary>SHA-256 over all values: another one means that other entries may be accepted.</summary>
    internal ReadOnlySpan<byte> Fingerprint => fingerprint ??= Hash();

    /// <summary>Is there a value for this digest, for this path or for any?</summary>
    /// <param name="kind"><see cref="Kind"/> of the digest.</param>
    /// <param name="digest">The digest.</param>
    /// <param name="path">UTF-8.</param>
    /// <param name="counts">Which of <see cref="Sources"/> count.</param>
    /// <returns>Row of a value that counts; else of one that does not; −1 for none.</returns>
    internal int Find(byte kind, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> path, ReadOnlySpan<bool> counts)
    {
        ulong hash = Mix(digest, kind);
        int exact = Find(Mix(path, hash), kind, digest, path, anyPath: false, counts);
        if (exact >= 0 && counts[rows[exact].Source])
            return exact;
        int any = Find(Mix([], hash), kind, digest, [], anyPath: true, counts);
        return any >= 0 && (exact < 0 || counts[rows[any].Source]) ? any : exact;
    }

    /// <summary>Row of a value for this digest under whatever path; −1 for none that counts.</summary>
    internal int FindDigest(byte kind, ReadOnlySpan<byte> digest, ReadOnlySpan<bool> counts)
    {
        for (int i = byDigest.First(Mix(digest, kind)); i >= 0; i = byDigest.Next(i))
        {
            if (rows[i].Kind == kind && counts[rows[i].Source] && DigestOf(i).SequenceEqual(digest))
                return i;
        }
        return -1;
    }

    /// <summary>All rows that count for a path, to tell them.</summary>
    internal IEnumerable<int> FindPath(byte[] path, bool[] counts)
    {
        for (int i = byPath.First(Mix(path, 0)); i >= 0; i = byPath.Next(i))
        {
            if (IsOf(i, path, counts))
                yield return i;
        }
    }

    /// <summary>Is a path known, and with digests of this kind?</summary>
    internal (bool Known, bool OfKind) Knows(byte kind, ReadOnlySpan<byte> path, ReadOnlySpan<bool> counts)
    {
        bool known = false;
        for (int i = byPath.First(Mix(path, 0)); i >= 0; i = byPath.Next(i))
        {
            if (!IsOf(i, path, counts))
                continue;
            known = true;
            if (rows[i].Kind == kind)
                return (true, true);
        }
        return (known, false);
    }

    internal bool Counts(int row, bool[] counts) => counts[rows[row].Source];

    internal ImaSource SourceOf(int row) => Sources[rows[row].Source];

    internal byte KindOf(int row) => rows[row].Kind;

    internal string PathText(int row) => rows[row].PathSize == AnyPath ? "a file" : Encoding.UTF8.GetString(PathOf(row));

    /// <summary><c>sha256:…</c></summary>
    internal string DigestText(int row)
    {
        byte kind = rows[row].Kind;
        return $"{((kind & 0x80) != 0 ? "verity:" : "")}{((ImaHash)(kind & 0x7F)).Name()}:{Convert.ToHexStringLower(DigestOf(row))}";
    }

    internal ReadOnlySpan<byte> DigestOf(int row) => bytes.AsSpan(rows[row].At, Size(rows[row].Kind));

    /// <summary>Which sources count now.</summary>
    internal bool[] Counting(DateTimeOffset now, TimeSpan skew, bool acceptUnsigned) => [.. Sources.Select(s => s.Counts(now, skew, acceptUnsigned))];

    /// <summary>Hash algorithm, and whether the digest is fs-verity's, in one byte.</summary>
    internal static byte Kind(ImaHash hash, bool verity) => (byte)((byte)hash | (verity ? 0x80 : 0));

    private static int Size(byte kind) => ((ImaHash)(kind & 0x7F)).Size();

    private int Find(ulong hash, byte kind, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> path, bool anyPath, ReadOnlySpan<bool> counts)
    {
        int uncounted = -1;
        for (int i = byDigestAndPath.First(hash); i >= 0; i = byDigestAndPath.Next(i))
        {
            Row row = rows[i];
            if (row.Kind != kind || (row.PathSize == AnyPath) != anyPath || !DigestOf(i).SequenceEqual(digest) || !PathOf(i).SequenceEqual(path))
                continue;
            if (counts[row.Source])
                return i;
            uncounted = i;
        }
        return uncounted;
    }

    private bool IsOf(int row, ReadOnlySpan<byte> path, ReadOnlySpan<bool> counts) =>
        rows[row].PathSize != AnyPath && counts[rows[row].Source] && PathOf(row).SequenceEqual(path);

    private ReadOnlySpan<byte> PathOf(int row) => rows[row].PathSize == AnyPath ? [] : bytes.AsSpan(rows[row].At + Size(rows[row].Kind), rows[row].PathSize);

    private byte[] Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(bytes);
        Span<byte> shape = stackalloc byte[16];
        foreach (Row row in rows)
        {
            BitConverter.TryWriteBytes(shape, row.At);
            BitConverter.TryWriteBytes(shape[4..], row.PathSize);
            BitConverter.TryWriteBytes(shape[8..], row.Source);
            BitConverter.TryWriteBytes(shape[12..], (int)row.Kind);
            hash.AppendData(shape);
        }
        foreach (ImaSource source in Sources)
            hash.AppendData(Encoding.UTF8.GetBytes($"{source.Id.Length} {source.Id} {source.Signer.Length} {source.Signer} {source.NotBefore:O} {source.NotAfter:O};"));
        foreach (ImaSigner signer in Signers)
            hash.AppendData([.. signer.Key.Thumbprint.Span, .. Encoding.UTF8.GetBytes(signer.Source.Id)]);
        return hash.GetHashAndReset();
    }

    /// <summary>Spreads bytes over 64 bits. The values are chosen by whoever signs references, so no keyed hash is needed.</summary>
    private static ulong Mix(ReadOnlySpan<byte> data, ulong seed)
    {
        const ulong Odd = 0x9E3779B97F4A7C15;
        unchecked
        {
            ulong hash = (seed + (ulong)data.Length + 1) * Odd;
            for (; data.Length >= 8; data = data[8..])
            {
                hash = (hash ^ BitConverter.ToUInt64(data)) * Odd;
                hash ^= hash >> 29;
            }
            foreach (byte one in data)
                hash = (hash ^ one) * Odd;
            return hash ^ (hash >> 32);
        }
    }

    /// <summary>One value: where digest and, right behind it, path begin.</summary>
    internal readonly record struct Row(int At, int PathSize, int Source, byte Kind);
}
