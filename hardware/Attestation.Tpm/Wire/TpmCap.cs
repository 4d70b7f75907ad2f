namespace Attestation.Tpm.Wire;

/// <summary>TPM_CAP, Part 2 clause 6.12.</summary>
public enum TpmCap : uint
{
    Algs = 0,
    Handles = 1,
    Commands = 2,
    PpCommands = 3,
    AuditCommands = 4,
    Pcrs = 5,
    TpmProperties = 6,
    PcrProperties = 7,
    EccCurves = 8,
    AuthPolicies = 9,
    Act = 10,
}

/// <summary>TPM_PT, Part 2 clause 6.13: the properties that this library asks for.</summary>
public enum TpmPt : uint
{
    FamilyIndicator = 0x100,
    Level = 0x101,
    Revision = 0x102,
    DayOfYear = 0x103,
    Year = 0x104,
    Manufacturer = 0x105,
    VendorString1 = 0x106,
    VendorString2 = 0x107,
    VendorString3 = 0x108,
    VendorString4 = 0x109,
    VendorTpmType = 0x10A,
    FirmwareVersion1 = 0x10B,
    FirmwareVersion2 = 0x10C,
    InputBuffer = 0x10D,
    NvIndexMax = 0x117,
    MaxCommandSize = 0x11E,
    MaxResponseSize = 0x11F,
    MaxDigest = 0x120,
    NvBufferMax = 0x12C,
    Permanent = 0x200,
    StartupClear = 0x201,
    LockoutCounter = 0x20E,
    MaxAuthFail = 0x20F,
}
