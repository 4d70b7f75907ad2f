namespace Attestation.Formats.Dice;

/// <summary>Open Profile for DICE, "Mode Value Details".</summary>
public enum DiceMode
{
    NotConfigured = 0,
    Normal = 1,
    Debug = 2,

    /// <summary>Called maintenance in older versions of the profile.</summary>
    Recovery = 3,
}
