using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Sessions;

/// <summary>The TPM refused a command. The message names command, parameter and meaning in words.</summary>
public sealed class TpmException(TpmRc code, string message) : Exception(message)
{
    /// <summary>The response code as it came.</summary>
    public TpmRc Code { get; } = code;
}

/// <summary>What came back is not a response of a TPM to this command, or not by this TPM: malformed, or its HMAC does not verify.</summary>
public sealed class TpmProtocolException(string message) : Exception(message);
