namespace Attestation.Factory.Boards;

/// <summary>A stretch of the flash.</summary>
/// <param name="Name">Referred to by other members.</param>
/// <param name="Offset">From the beginning of the flash, bytes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Content">What lies there, in one sentence.</param>
public sealed record BoardPartition(string Name, long Offset, long Size, string Content)
{
    public long End => Offset + Size;

    internal static BoardPartition Read(BoardNode node)
    {
        var partition = new BoardPartition(node.Id("name"), node.Bytes("offset"), node.Bytes("size"), node.Text("content"));
        if (partition.Size == 0)
            throw node.Wrong("size", "is zero");
        node.Done();
        return partition;
    }
}
