namespace Attestation.Device.Protocol;

/// <summary>What joins a device to its station: a UART, USB, TCP. Bytes may be lost, damaged, doubled or added on the way.</summary>
public interface IByteChannel
{
    /// <summary>Waits until at least one byte is there, or the time is over.</summary>
    /// <returns>How many bytes were read, 1 to <paramref name="count"/>; 0 when the time was over; -1 when nothing will ever come again.</returns>
    int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds);

    /// <summary>Hands bytes to the line.</summary>
    /// <returns>False when the line is gone.</returns>
    bool Write(byte[] buffer, int offset, int count);
}
