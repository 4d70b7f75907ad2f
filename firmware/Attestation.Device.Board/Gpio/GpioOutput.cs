using System;
using System.Device.Gpio;
using Attestation.Device.Gpio;

namespace Attestation.Device.Board.Gpio;

/// <summary>A pin that is driven: the status LED, the reset line or the chip select of a TPM.</summary>
public sealed class GpioOutput : IGpioOutput
{
    private readonly GpioPin _pin;

    /// <summary>Opens the pin and drives it; throws what the controller throws when the board has no such pin, or somebody uses it.</summary>
    /// <param name="controller">Of the board; one for all pins.</param>
    /// <param name="number">See <c>pins</c> of board.yaml.</param>
    /// <param name="isHigh">The level at rest. Written before the direction is set as well, so that a reset line does not twitch.</param>
    public GpioOutput(GpioController controller, int number, bool isHigh)
    {
        _pin = controller.OpenPin(number);
        _pin.Write(isHigh);
        _pin.SetPinMode(PinMode.Output);
        _pin.Write(isHigh);
    }

    public bool TryWrite(bool isHigh)
    {
        try
        {
            _pin.Write(isHigh);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
