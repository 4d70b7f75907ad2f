namespace Attestation.Factory.Boards;

/// <summary>Where managed code goes, and how much memory it has.</summary>
/// <param name="Partition">Name of the partition that holds the resident boot application; null on Linux.</param>
/// <param name="ManagedMemory">Bytes of memory for managed objects; null where it is what the rest of the firmware leaves.</param>
/// <param name="Layers">Folder or drive of the slots with the next layers' files.</param>
/// <param name="LayersPartition">Name of the partition under it; null where it lies outside the described flash.</param>
public sealed record BoardDeployment(string? Partition, long? ManagedMemory, string Layers, string? LayersPartition)
{
    internal static BoardDeployment Read(BoardNode node)
    {
        var deployment = new BoardDeployment(node.OptionalText("partition"), node.Has("managed-memory") ? node.Bytes("managed-memory") : null,
            node.Text("layers"), node.OptionalText("layers-partition"));
        node.Done();
        return deployment;
    }
}
