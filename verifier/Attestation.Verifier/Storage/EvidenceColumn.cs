using System.IO.Compression;
using Attestation.Verifier.Sessions;

namespace Attestation.Verifier.Storage;

/// <summary>How evidence lies in the table of sessions: as it came, compressed (RFC 7932), or not at all.</summary>
internal enum EvidenceColumn
{
    AsItCame = 0,
    Brotli = 1,
    NotKept = 2,
}

/// <summary>Between <see cref="KeptEvidence"/> and its columns.</summary>
internal static class EvidenceColumns
{
    /// <summary>Logs of nodes shrink to a third; the evidence of devices is small and random.</summary>
    private const int CompressFrom = 64 * 1024;

    public static (EvidenceColumn Form, byte[]? Bytes) Write(KeptEvidence evidence)
    {
        if (evidence.Content is not { } content)
            return (EvidenceColumn.NotKept, null);
        if (content.Length < CompressFrom)
            return (EvidenceColumn.AsItCame, content);
        using var compressed = new MemoryStream();
        using (var brotli = new BrotliStream(compressed, CompressionLevel.Fastest, leaveOpen: true))
            brotli.Write(content);
        return (EvidenceColumn.Brotli, compressed.ToArray());
    }

    public static KeptEvidence Read(EvidenceColumn form, byte[]? bytes, string digest, long size) => form switch
    {
        EvidenceColumn.NotKept => new KeptEvidence(null, digest, size),
        EvidenceColumn.Brotli => new KeptEvidence(Decompress(bytes!, checked((int)size)), digest, size),
        _ => new KeptEvidence(bytes!, digest, bytes!.Length),
    };

    private static byte[] Decompress(byte[] bytes, int size)
    {
        byte[] content = new byte[size];
        using var brotli = new BrotliStream(new MemoryStream(bytes), CompressionMode.Decompress);
        brotli.ReadExactly(content);
        return content;
    }
}
