namespace Attestation.Device.Tpm;

/// <summary>The TPM's address on an I2C bus.</summary>
public interface II2cLine
{
    /// <summary>One message to the TPM.</summary>
    /// <returns>False when it was not acknowledged to its end: the TPM is busy, or nobody is there. No call throws.</returns>
    bool TryWrite(byte[] bytes, int count);

    /// <summary>One message from the TPM.</summary>
    bool TryRead(byte[] bytes, int count);
}
