namespace Attestation.Factory.Boards;

/// <summary>Where the smallest acceptable security version is kept.</summary>
/// <param name="Place">Kind of place.</param>
/// <param name="Location">Which field, partition or index.</param>
/// <param name="KeptBy">Ids of the locks that keep it from being turned back; may be empty where the place itself only counts upwards.</param>
public sealed record RollbackCounter(RollbackPlace Place, string Location, IReadOnlyList<string> KeptBy)
{
    /// <summary>Whether the hardware only counts upwards, whoever writes.</summary>
    public bool IsMonotonic => Place is RollbackPlace.EfuseBits or RollbackPlace.OtpBits or RollbackPlace.TpmCounter;

    internal static RollbackCounter Read(BoardNode node)
    {
        var counter = new RollbackCounter(node.Choice<RollbackPlace>("place"), node.Text("location"), node.Texts("kept-by"));
        node.Done();
        return counter;
    }
}

public enum RollbackPlace
{
    EfuseBits,
    OtpBits,
    TpmCounter,

    /// <summary>A record in flash that firmware writes.</summary>
    FlashRecord,
}
