namespace Attestation.Device.Tpm;

/// <summary>The way to a TPM 2.0: one command, one response, as bytes (TPM 2.0 Part 1, clause 18). On a board a FIFO interface, in tests a socket.</summary>
public interface ITpmChannel
{
    /// <summary>Sends a command and waits for its response. Keeps no copy of either.</summary>
    /// <param name="command">Whole.</param>
    /// <param name="response">Receives the response from its beginning.</param>
    /// <param name="length">Of the response; 0 after a failure.</param>
    /// <returns>False when the TPM does not answer in time, or with more than fits. No call throws.</returns>
    bool TryExchange(byte[] command, byte[] response, out int length);
}
