namespace Attestation.Tpm.Wire;

/// <summary>TPMA_OBJECT, Part 2 clause 8.3.</summary>
[Flags]
public enum TpmaObject : uint
{
    None = 0,
    FixedTpm = 1 << 1,
    StClear = 1 << 2,
    FixedParent = 1 << 4,
    SensitiveDataOrigin = 1 << 5,
    UserWithAuth = 1 << 6,
    AdminWithPolicy = 1 << 7,
    FirmwareLimited = 1 << 8,
    SvnLimited = 1 << 9,
    NoDa = 1 << 10,
    EncryptedDuplication = 1 << 11,
    Restricted = 1 << 16,
    Decrypt = 1 << 17,
    SignEncrypt = 1 << 18,
    X509Sign = 1 << 19,
}

/// <summary>TPMA_SESSION, Part 2 clause 8.4.</summary>
[Flags]
public enum TpmaSession : byte
{
    None = 0,
    ContinueSession = 1 << 0,
    AuditExclusive = 1 << 1,
    AuditReset = 1 << 2,
    Decrypt = 1 << 5,
    Encrypt = 1 << 6,
    Audit = 1 << 7,
}

/// <summary>
/// TPMA_NV, Part 2 clause 13.4. Bits 4 to 7 are the index type TPM_NT: 0 ordinary, 1 counter, 2 bits, 4 extend, 8 PIN fail, 9 PIN pass.
/// </summary>
[Flags]
public enum TpmaNv : uint
{
    None = 0,
    PpWrite = 1 << 0,
    OwnerWrite = 1 << 1,
    AuthWrite = 1 << 2,
    PolicyWrite = 1 << 3,
    PolicyDelete = 1 << 10,
    WriteLocked = 1 << 11,
    WriteAll = 1 << 12,
    WriteDefine = 1 << 13,
    WriteStClear = 1 << 14,
    GlobalLock = 1 << 15,
    PpRead = 1 << 16,
    OwnerRead = 1 << 17,
    AuthRead = 1 << 18,
    PolicyRead = 1 << 19,
    NoDa = 1 << 25,
    Orderly = 1 << 26,
    ClearStClear = 1 << 27,
    ReadLocked = 1 << 28,
    Written = 1 << 29,
    PlatformCreate = 1 << 30,
    ReadStClear = 1u << 31,
}

/// <summary>TPMA_LOCALITY, Part 2 clause 8.5: a set of localities 0 to 4, or one number from 32 up.</summary>
[Flags]
public enum TpmaLocality : byte
{
    None = 0,
    Zero = 1 << 0,
    One = 1 << 1,
    Two = 1 << 2,
    Three = 1 << 3,
    Four = 1 << 4,
}

/// <summary>TPMA_ALGORITHM, Part 2 clause 8.2.</summary>
[Flags]
public enum TpmaAlgorithm : uint
{
    None = 0,
    Asymmetric = 1 << 0,
    Symmetric = 1 << 1,
    Hash = 1 << 2,
    Object = 1 << 3,
    Signing = 1 << 8,
    Encrypting = 1 << 9,
    Method = 1 << 10,
}

/// <summary>TPMA_CC, Part 2 clause 8.9: the command index in the low half, then what the command does.</summary>
[Flags]
public enum TpmaCc : uint
{
    None = 0,
    CommandIndex = 0xFFFF,
    Nv = 1 << 22,
    Extensive = 1 << 23,
    Flushed = 1 << 24,
    ResponseHandle = 1 << 28,
    Vendor = 1 << 29,
}

/// <summary>TPMA_PERMANENT, Part 2 clause 8.6: TPM_PT_PERMANENT.</summary>
[Flags]
public enum TpmaPermanent : uint
{
    None = 0,
    OwnerAuthSet = 1 << 0,
    EndorsementAuthSet = 1 << 1,
    LockoutAuthSet = 1 << 2,
    DisableClear = 1 << 8,
    InLockout = 1 << 9,
    TpmGeneratedEps = 1 << 10,
}

/// <summary>TPMA_STARTUP_CLEAR, Part 2 clause 8.7: TPM_PT_STARTUP_CLEAR.</summary>
[Flags]
public enum TpmaStartupClear : uint
{
    None = 0,
    PhEnable = 1 << 0,
    ShEnable = 1 << 1,
    EhEnable = 1 << 2,
    PhEnableNv = 1 << 3,
    Orderly = 1u << 31,
}
