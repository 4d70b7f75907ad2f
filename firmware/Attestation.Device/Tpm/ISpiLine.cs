namespace Attestation.Device.Tpm;

/// <summary>A serial bus with the TPM on it: mode 0, most significant bit first.</summary>
public interface ISpiLine
{
    /// <summary>Selects the TPM, if it is not, and exchanges bytes in both directions at once.</summary>
    /// <param name="write">Sent from its beginning.</param>
    /// <param name="read">Receives as many.</param>
    /// <param name="count">1 to 64.</param>
    /// <param name="keepSelected">The TPM stays selected after the last byte, until a call that does not ask for it.</param>
    /// <returns>False when the bus fails; the TPM is not selected then. No call throws.</returns>
    bool TryTransfer(byte[] write, byte[] read, int count, bool keepSelected);
}
