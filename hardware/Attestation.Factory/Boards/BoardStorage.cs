using Attestation.Formats.Reasons;

namespace Attestation.Factory.Boards;

/// <summary>The flash and where things lie in it.</summary>
/// <param name="Address">Where the flash begins in the processor's memory; 0 where it is not mapped.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Partitions">In the order of the description. May be empty on Linux, whose storage is a file system's business.</param>
public sealed record BoardStorage(long Address, long Size, IReadOnlyList<BoardPartition> Partitions)
{
    public BoardPartition? Find(string name) => Partitions.FirstOrDefault(p => p.Name == name);

    internal static BoardStorage Read(BoardNode node)
    {
        var storage = new BoardStorage(node.Bytes("address"), node.Bytes("size"), [.. node.Sections("partitions").Select(BoardPartition.Read)]);
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
