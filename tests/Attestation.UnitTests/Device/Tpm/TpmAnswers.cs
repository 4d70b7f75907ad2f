namespace Attestation.UnitTests.Device.Tpm;

/// <summary>Answers as a software TPM gave them.</summary>
internal static class TpmAnswers
{
    public static readonly byte[] Done = Convert.FromHexString("80010000000a00000000");

    /// <summary>Done, with the authorisation area of a password session and no parameters.</summary>
    public static readonly byte[] DoneWithSession = Convert.FromHexString("80020000001300000000000000000000010000");

    /// <summary>TPM_RC_HANDLE, handle 1.</summary>
    public static readonly byte[] NoSuchIndex = Convert.FromHexString("80010000000a0000018b");

    /// <summary>TPM_RC_NV_SPACE.</summary>
    public static readonly byte[] NoSpace = Convert.FromHexString("80010000000a0000014b");
}
