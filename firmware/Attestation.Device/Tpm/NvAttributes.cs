namespace Attestation.Device.Tpm;

/// <summary>TPMA_NV, TPM 2.0 Part 2, clause 13.4.</summary>
internal static class NvAttributes
{
    internal const uint AuthWrite = 1u << 2;
    internal const uint WriteLocked = 1u << 11;
    internal const uint WriteDefine = 1u << 13;   // a write lock is for ever
    internal const uint AuthRead = 1u << 18;
    internal const uint NoDictionaryAttack = 1u << 25;
    internal const uint ReadLocked = 1u << 28;
    internal const uint Written = 1u << 29;
    internal const uint ReadStclear = 1u << 31;   // a read lock is until the next TPM reset or restart

    /// <summary>How the index of a secret is defined: only its own authorisation reads and writes it, and both can be locked.</summary>
    internal const uint OfSecret = AuthWrite | WriteDefine | AuthRead | NoDictionaryAttack | ReadStclear;

    /// <summary>Bits that the TPM sets by itself.</summary>
    internal const uint States = WriteLocked | ReadLocked | Written;
}
