namespace Attestation.Device.Tpm;

/// <summary>Command and response codes of TPM 2.0 Part 2, clauses 6.5 and 6.6.</summary>
internal static class TpmCodes
{
    internal const uint Startup = 0x144;
    internal const uint GetRandom = 0x17B;
    internal const uint NvUndefineSpace = 0x122;
    internal const uint NvDefineSpace = 0x12A;
    internal const uint NvWrite = 0x137;
    internal const uint NvWriteLock = 0x138;
    internal const uint NvRead = 0x14E;
    internal const uint NvReadLock = 0x14F;
    internal const uint NvReadPublic = 0x169;

    internal const uint Success = 0;
    internal const uint AlreadyStarted = 0x100; // TPM_RC_INITIALIZE
    internal const uint Testing = 0x90A;        // TPM_RC_TESTING
    internal const uint NvRate = 0x920;         // TPM_RC_NV_RATE: it spares its memory
    internal const uint Retry = 0x922;          // TPM_RC_RETRY

    /// <summary>Ours: there was no answer, or none to this command. No response code has its top bits set.</summary>
    internal const uint NotAnswered = 0xFFFFFFFF;
}
