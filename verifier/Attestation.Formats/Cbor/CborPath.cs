namespace Attestation.Formats.Cbor;

/// <summary>Where a reader stands, as a list from the innermost segment outwards: cheap to enter and leave, spelled out only in an error.</summary>
/// <param name="Outer">The path around it; null at the top.</param>
/// <param name="Segment">A map's key, an array's index, or a name.</param>
internal sealed record CborPath(CborPath? Outer, CborLabel Segment)
{
    /// <summary>Outermost first, with slashes between.</summary>
    public override string ToString() => Outer is null ? Segment.ToString() : $"{Outer}/{Segment}";
}
