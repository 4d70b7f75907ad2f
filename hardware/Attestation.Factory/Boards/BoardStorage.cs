using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>The flash and where things lie in it.</summary>
/// <param name="Address">Where the flash begins in the processor's memory; 0 where it is not mapped.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Partitions">In the order of the description. May be empty on Linux, whose storage is a file system's business.</param>
/// <param name="Write">The vendor's command that writes one file, with <c>{offset}</c> or <c>{address}</c> and <c>{file}</c> in it; null where files are not written one by one.</param>
public sealed record BoardStorage(long Address, long Size, IReadOnlyList<BoardPartition> Partitions, string? Write)
{
    private const string OffsetHole = "{offset}", AddressHole = "{address}", FileHole = "{file}";

    public BoardPartition? Find(string name) => Partitions.FirstOrDefault(p => p.Name == name);

    /// <summary>The partition that begins at an offset.</summary>
    public BoardPartition? At(long offset) => Partitions.FirstOrDefault(p => p.Offset == offset);

    /// <summary>The command that writes a file; null where there is none.</summary>
    /// <param name="offset">From the beginning of the flash.</param>
    /// <param name="file">Path for the command line.</param>
    public string? CommandFor(long offset, string file) =>
        Write?.Replace(OffsetHole, $"0x{offset:X}", StringComparison.Ordinal).Replace(AddressHole, $"0x{Address + offset:X8}", StringComparison.Ordinal).Replace(FileHole, file, StringComparison.Ordinal);

    internal static BoardStorage Read(BoardNode node)
    {
        var storage = new BoardStorage(node.Bytes("address"), node.Bytes("size"), [.. node.Sections("partitions").Select(BoardPartition.Read)], node.OptionalText("write"));
        if (storage.Write is { } write && !(write.Contains(FileHole, StringComparison.Ordinal) && (write.Contains(OffsetHole, StringComparison.Ordinal) || write.Contains(AddressHole, StringComparison.Ordinal))))
            throw node.Wrong("write", $"lacks {FileHole}, or both {OffsetHole} and {AddressHole}");
        node.Done();
        return storage;
    }

    /// <summary>Overlaps and what sticks out.</summary>
    internal IEnumerable<BoardFinding> Check()
    {
        foreach (BoardPartition outside in Partitions.Where(p => p.End > Size))
            yield return new BoardFinding(BoardReasons.PartitionOutside, $"{outside.Name} ends at 0x{outside.End:X}, the flash at 0x{Size:X}");
        BoardPartition[] sorted = [.. Partitions.OrderBy(p => p.Offset)];
        for (int i = 1; i < sorted.Length; i++)
        {
            if (sorted[i].Offset < sorted[i - 1].End)
                yield return new BoardFinding(BoardReasons.PartitionOverlap, $"{sorted[i - 1].Name} ends at 0x{sorted[i - 1].End:X}, {sorted[i].Name} begins at 0x{sorted[i].Offset:X}");
        }
        foreach (var twice in Partitions.GroupBy(p => p.Name).Where(g => g.Count() > 1))
            yield return new BoardFinding(BoardReasons.DuplicateKey, $"partition {twice.Key}");
    }
}
