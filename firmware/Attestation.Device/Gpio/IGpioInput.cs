namespace Attestation.Device.Gpio;

/// <summary>One line that a board reads. Pull resistors are set when it is opened; the active level is its reader's business.</summary>
public interface IGpioInput
{
    /// <summary>The level on the line at this moment.</summary>
    /// <returns>False when it cannot be read; no call throws.</returns>
    bool TryRead(out bool isHigh);
}
