namespace Attestation.NodeAgent.Gpio;

/// <summary>The resistor inside the chip that holds an input nobody drives.</summary>
public enum GpioPull
{
    None,
    Up,
    Down,
}
