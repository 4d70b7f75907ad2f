namespace Attestation.Simulator.Devices;

/// <summary>A stretch of a file and where it lies.</summary>
/// <param name="Position">In the file.</param>
/// <param name="Length">Bytes; 0 only for a file of no bytes.</param>
/// <param name="Address">In the flash.</param>
internal readonly record struct FlashExtent(int Position, int Length, int Address)
{
    public int End => Position + Length;

    public int Block => Address / NorFlash.BlockSize;
}

/// <summary>Which stretches of the flash are a file's bytes.</summary>
internal sealed class FlashFile
{
    private List<FlashExtent> _extents = [];

    public IReadOnlyList<FlashExtent> Extents => _extents;

    public int Size { get; private set; }

    /// <summary>A newer record covers what older ones said about the same bytes.</summary>
    public void Put(FlashExtent added)
    {
        var extents = new List<FlashExtent>();
        foreach (FlashExtent old in _extents)
        {
            int before = Math.Min(old.Length, added.Position - old.Position);
            int behind = Math.Min(old.Length, old.End - added.End);
            if (before > 0)
                extents.Add(old with { Length = before });
            if (behind > 0)
                extents.Add(new FlashExtent(old.End - behind, behind, old.Address + old.Length - behind));
        }
        extents.Add(added);
        _extents = extents;
        Size = Math.Max(Size, added.End);
    }
}
