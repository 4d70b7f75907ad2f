using System.Globalization;
using Attestation.Formats.Corim;
using Attestation.Formats.Ima;
using Attestation.Formats.Node;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Nodes;

/// <summary>A file that may be executed or read: from a machine's IMA list, or from a list of checksums.</summary>
/// <param name="Path">Its path.</param>
/// <param name="Algorithm">Number of the digest's algorithm in CoRIM.</param>
/// <param name="Digest">Its digest.</param>
public sealed record KnownFile(string Path, long Algorithm, ReadOnlyMemory<byte> Digest)
{
    /// <summary>The same file and digest give the same text.</summary>
    public string Key => $"{Path}\n{Convert.ToHexStringLower(Digest.Span)}";

    /// <summary>Each once, in order of path and digest.</summary>
    public static IReadOnlyList<KnownFile> Ordered(IEnumerable<KnownFile> files) => [.. files.DistinctBy(f => f.Key).OrderBy(f => f.Key, StringComparer.Ordinal)];

    /// <summary>
    /// The files of a machine's IMA list, as far as its quoted PCR 10 covers the list. Left out: boot_aggregate, which verifiers compute; measured buffers;
    /// violations; digests of MD5 and SHA-1, which verifiers do not take.
    /// </summary>
    /// <exception cref="FactoryException"><c>factory.node-replay</c>: list and PCR 10 do not agree, or there is no list.</exception>
    public static IReadOnlyList<KnownFile> Of(KnownNode node)
    {
        NodeImaLog list = node.Evidence.ImaLog;
        if (!list.IsThere || list.Offset != 0)
            throw new FactoryException(FactoryReasons.NodeReplay, $"{node.Name}: the IMA list is {(list.IsThere ? "not there from its start" : list.Absence.Words())}");
        foreach (PcrBank bank in node.Banks)
        {
            if (!node.Quoted.TryGet(bank, ImaRun.DefaultPcr, out ReadOnlyMemory<byte> quoted))
                continue;
            var files = new List<KnownFile>();
            ImaPrefix prefix = ImaPrefixSearch.Find(list.Content, new ImaRun(bank), quoted.Span, (in entry, in fields, covered) => Take(entry, fields, covered, files), ImaList.BankOf(list.Content) ?? PcrBank.Sha1);
            if (prefix.Quoted is not null && prefix.Findings.FirstOrDefault() is null)
                return files;
            throw new FactoryException(FactoryReasons.NodeReplay, $"{node.Name}: IMA list: {prefix.Findings[0].Code.Sentence}");
        }
        throw new FactoryException(FactoryReasons.NodeReplay, $"{node.Name}: PCR {ImaRun.DefaultPcr} is not quoted");
    }

    private static void Take(in ImaEntry entry, in ImaFields fields, bool covered, List<KnownFile> files)
    {
        if (!covered || fields.IsDefault || fields.Buffer is not null || fields.IsVerity || entry.IsViolation || fields.NameBytes.Span.SequenceEqual("boot_aggregate"u8))
            return;
        long algorithm = fields.Hash switch
        {
            ImaHash.Sha256 => CorimDigest.Sha256,
            ImaHash.Sha384 => CorimDigest.Sha384,
            ImaHash.Sha512 => CorimDigest.Sha512,
            _ => 0,
        };
        if (algorithm != 0)
            files.Add(new KnownFile(fields.Name, algorithm, fields.Digest.ToArray()));
    }

    /// <summary>Reads what <c>sha256sum</c> writes: <c>HEX  PATH</c> or <c>HEX *PATH</c>, one file a line; <c>./</c> before a path means <c>/</c>.</summary>
    /// <exception cref="FactoryException"><c>factory.node-files</c></exception>
    public static IReadOnlyList<KnownFile> ReadChecksums(string path)
    {
        try
        {
            return [.. File.ReadLines(path).Select((line, i) => (line, i)).Where(l => l.line.Length > 0).Select(l => Line(path, l.line, l.i + 1))];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FactoryException(FactoryReasons.NodeFiles, $"{path}: {e.Message}", e);
        }
    }

    private static KnownFile Line(string file, string line, int number)
    {
        const int hex = 64;
        byte[] digest = new byte[hex / 2];
        if (line.Length < hex + 3 || Convert.FromHexString(line.AsSpan(0, hex), digest, out _, out _) != System.Buffers.OperationStatus.Done
            || line[hex] != ' ' || line[hex + 1] is not (' ' or '*'))
            throw new FactoryException(FactoryReasons.NodeFiles, string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}"));
        string path = line[(hex + 2)..];
        return new KnownFile(path.StartsWith("./", StringComparison.Ordinal) ? path[1..] : path, CorimDigest.Sha256, digest);
    }
}
