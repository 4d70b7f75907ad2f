namespace Attestation.Gate.Taints;

/// <summary>Values of the label PREFIX/verdict.</summary>
public static class VerdictLabels
{
    public const string Trusted = "trusted";
    public const string Late = "late";
    public const string Bad = "bad";

    /// <summary>Null: no label.</summary>
    public static string? Of(Rung rung) => rung switch
    {
        Rung.Trusted => Trusted,
        Rung.Awaited or Rung.Late => Late,
        Rung.Bad => Bad,
        _ => null,
    };
}
