using Attestation.Device.Manifest;
using Attestation.Dice;
using Attestation.Dice.Certificates;

namespace Attestation.Device.Boot;

/// <summary>What is built into a product's resident image: the same on every board of it.</summary>
public sealed class BootPlan
{
    /// <summary>Folder name of hardware/boards; a release is for one board.</summary>
    public string Board { get; set; }

    /// <summary>Component name of layer 0 in its configuration descriptor.</summary>
    public string ResidentName { get; set; } = "resident";

    public string ResidentVersion { get; set; }

    /// <summary>Security version of the resident image.</summary>
    public ulong ResidentSecurityVersion { get; set; }

    /// <summary>The key that signs releases.</summary>
    public FirmwareKey FirmwareKey { get; set; }

    /// <summary>Of every key of the chain.</summary>
    public DiceAlgorithm Algorithm { get; set; } = DiceAlgorithm.P256;

    /// <summary>Of every certificate below the root.</summary>
    public CertificateForm Form { get; set; }

    /// <summary>Layer certificates carry DiceTcbInfo and UEID besides the Open DICE extension; X.509 only.</summary>
    public bool HasTcgExtensions { get; set; }

    /// <summary>The highest security version that a release of this product will ever have; 0: sealing knows no versions. It must never change,
    /// since every versioned sealing key depends on it, and each boot pays one KDF for every version below it that is still to come.</summary>
    public int SealingCeiling { get; set; }
}
