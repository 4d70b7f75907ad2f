namespace Attestation.Device.Tpm;

/// <summary>The registers of a TPM's FIFO interface in locality 0, whatever bus they are read over. PC Client Platform TPM Profile (PTP) 1.05, clause 6.5.2.</summary>
public interface ITpmRegisters
{
    /// <summary>The most bytes of one transfer.</summary>
    int MostBytes { get; }

    /// <summary>Reads a register, or bytes of the FIFO. False when the bus fails; no call throws.</summary>
    bool TryRead(TpmRegister register, byte[] buffer, int offset, int count);

    /// <summary>Writes a register, or bytes of the FIFO.</summary>
    bool TryWrite(TpmRegister register, byte[] buffer, int offset, int count);
}
