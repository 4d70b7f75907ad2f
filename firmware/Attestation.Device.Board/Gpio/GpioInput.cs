using System;
using System.Device.Gpio;
using Attestation.Device.Gpio;

namespace Attestation.Device.Board.Gpio;

/// <summary>A pin that is read, numbered as the board's description numbers it.</summary>
public sealed class GpioInput : IGpioInput
{
    private readonly GpioPin _pin;

    /// <summary>Opens the pin; throws what the controller throws when the board has no such pin, or somebody uses it.</summary>
    /// <param name="controller">Of the board; one for all pins.</param>
    /// <param name="number">See <c>pins</c> of board.yaml.</param>
    /// <param name="pull">Input, InputPullUp or InputPullDown.</param>
    public GpioInput(GpioController controller, int number, PinMode pull) => _pin = controller.OpenPin(number, pull);

    public bool TryRead(out bool isHigh)
    {
        isHigh = false;
        try
        {
            isHigh = _pin.Read() == PinValue.High;
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
