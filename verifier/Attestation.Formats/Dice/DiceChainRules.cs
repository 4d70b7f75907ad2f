namespace Attestation.Formats.Dice;

/// <summary>Whose rules a chain follows where the profiles differ.</summary>
public enum DiceProfile
{
    /// <summary>Open Profile for DICE, and TCG DICE certificates.</summary>
    OpenDice,

    /// <summary>Android Profile for DICE: COSE_Key and CBOR certificates only; names are free, so only their linkage is checked.</summary>
    Android,
}

/// <summary>What a class of devices may do; everything is refused unless it is allowed here.</summary>
public sealed record DiceChainRules
{
    /// <summary>Evidence of this project's devices: an attestation key at the end, one strength of keys.</summary>
    public static readonly DiceChainRules OpenDice = new();

    /// <summary>The Android profile: the last CDI key signs, and layers may change to a weaker algorithm (noted).</summary>
    public static readonly DiceChainRules Android = new() { Profile = DiceProfile.Android, AllowCdiLeaf = true, AllowWeakerKeys = true };

    public DiceProfile Profile { get; init; } = DiceProfile.OpenDice;

    /// <summary>May the last key be a CDI key (keyCertSign), with no attestation key below it?</summary>
    public bool AllowCdiLeaf { get; init; }

    /// <summary>May a layer's key be weaker than the one that certifies it? It is noted then.</summary>
    public bool AllowWeakerKeys { get; init; }

    /// <summary>May a chain certify no layer at all?</summary>
    public bool AllowDegenerate { get; init; }
}
