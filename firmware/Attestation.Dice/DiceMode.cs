namespace Attestation.Dice;

/// <summary>What a layer decided about the state it runs the next one in. Open Profile for DICE, "Mode Value Details".</summary>
public enum DiceMode
{
    NotConfigured = 0,
    Normal = 1,
    Debug = 2,
    Recovery = 3,
}
