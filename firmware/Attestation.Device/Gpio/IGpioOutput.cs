namespace Attestation.Device.Gpio;

/// <summary>One line that a board drives.</summary>
public interface IGpioOutput
{
    /// <summary>Drives the line high or low until the next call.</summary>
    /// <returns>False when it could not be driven; no call throws.</returns>
    bool TryWrite(bool isHigh);
}
