namespace Attestation.Tpm.Wire;

/// <summary>TPM_ECC_CURVE, Part 2 clause 6.4 and the TCG Algorithm Registry, Table 4.</summary>
public enum TpmEccCurve : ushort
{
    None = 0x0000,
    NistP192 = 0x0001,
    NistP224 = 0x0002,
    NistP256 = 0x0003,
    NistP384 = 0x0004,
    NistP521 = 0x0005,
    BnP256 = 0x0010,
    BnP638 = 0x0011,
    Sm2P256 = 0x0020,
    BrainpoolP256R1 = 0x0030,
    BrainpoolP384R1 = 0x0031,
    BrainpoolP512R1 = 0x0032,
    Curve25519 = 0x0040,
    Curve448 = 0x0041,
}

/// <summary>Sizes of the curves.</summary>
public static class TpmEccCurves
{
    /// <summary>Size of a coordinate in bytes; 0 for a curve that is not known here.</summary>
    public static int FieldSize(this TpmEccCurve curve) => curve switch
    {
        TpmEccCurve.NistP192 => 24,
        TpmEccCurve.NistP224 => 28,
        TpmEccCurve.NistP256 or TpmEccCurve.BnP256 or TpmEccCurve.Sm2P256 or TpmEccCurve.BrainpoolP256R1 or TpmEccCurve.Curve25519 => 32,
        TpmEccCurve.NistP384 or TpmEccCurve.BrainpoolP384R1 => 48,
        TpmEccCurve.Curve448 => 56,
        TpmEccCurve.BrainpoolP512R1 => 64,
        TpmEccCurve.NistP521 => 66,
        TpmEccCurve.BnP638 => 80,
        _ => 0,
    };
}
