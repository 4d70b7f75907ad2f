using Attestation.Tpm.Wire;

namespace Attestation.NodeAgent.Keys;

/// <summary>Response codes on which the agent decides, without the number of what is wrong (TPM 2.0 Part 2, clause 6.6.3).</summary>
internal static class TpmCodes
{
    /// <summary>TPM_RC_VALUE.</summary>
    public static readonly TpmRc Value = new(0x084);

    /// <summary>TPM_RC_HANDLE: nothing is there.</summary>
    public static readonly TpmRc Handle = new(0x08B);

    /// <summary>TPM_RC_SIZE.</summary>
    public static readonly TpmRc Size = new(0x095);

    /// <summary>TPM_RC_INTEGRITY: the private area was not made by this parent, or the parent's seed is another by now.</summary>
    public static readonly TpmRc Integrity = new(0x09F);

    /// <summary>TPM_RC_BAD_AUTH.</summary>
    public static readonly TpmRc BadAuth = new(0x0A2);

    /// <summary>TPM_RC_POLICY_FAIL.</summary>
    public static readonly TpmRc PolicyFail = new(0x09D);

    /// <summary>TPM_RC_PCR_CHANGED.</summary>
    public static readonly TpmRc PcrChanged = new(0x128);

    /// <summary>TPM_RC_NV_SPACE.</summary>
    public static readonly TpmRc NvSpace = new(0x14B);
}
