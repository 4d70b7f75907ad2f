namespace Attestation.Device.Tpm;

/// <summary>The registers that this firmware uses; the numbers are their offsets on SPI (PTP 1.05 clause 7.4.6).</summary>
public enum TpmRegister
{
    /// <summary>TPM_ACCESS, 1 byte.</summary>
    Access = 0x000,

    /// <summary>TPM_STS, 4 bytes, little-endian.</summary>
    Status = 0x018,

    /// <summary>TPM_DATA_FIFO.</summary>
    Fifo = 0x024,
}
