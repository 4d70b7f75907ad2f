namespace Attestation.Tpm.Wire;

/// <summary>TPM_RH, Part 2 clause 7.4: permanent handles, and the first handles of the ranges of clause 7.2.</summary>
public static class TpmRh
{
    public const uint PcrFirst = 0x00000000;
    public const uint NvIndexFirst = 0x01000000;
    public const uint HmacSessionFirst = 0x02000000;
    public const uint PolicySessionFirst = 0x03000000;
    public const uint Owner = 0x40000001;
    public const uint Null = 0x40000007;
    public const uint Pw = 0x40000009;
    public const uint Lockout = 0x4000000A;
    public const uint Endorsement = 0x4000000B;
    public const uint Platform = 0x4000000C;
    public const uint TransientFirst = 0x80000000;
    public const uint PersistentFirst = 0x81000000;

    /// <summary>PCRs, sessions and permanent handles are their own Names (Part 1 clause 16); objects and NV indices are not.</summary>
    public static bool NamesItself(uint handle) => (handle >> 24) is 0x00 or 0x02 or 0x03 or 0x40;
}
