namespace Attestation.Factory.Boards;

/// <summary>A pin and its use.</summary>
/// <param name="Use">What it is for.</param>
/// <param name="Number">As System.Device.Gpio counts, or as the line's offset on its chip on Linux.</param>
/// <param name="Label">What stands beside it on the board or in the chip's data sheet.</param>
/// <param name="Active">At which level an input says yes, an output does its work; null where the use has no level, as on a bus.</param>
/// <param name="Pull">The board's or the chip's resistor; null where there is none to be switched.</param>
public sealed record BoardPin(PinUse Use, int Number, string Label, PinLevel? Active, PinPull? Pull)
{
    internal static BoardPin Read(BoardNode node)
    {
        var pin = new BoardPin(node.Choice<PinUse>("use"), node.Number("number", 0, 255), node.Text("label"),
            node.Has("active") ? node.Choice<PinLevel>("active") : null, node.Has("pull") ? node.Choice<PinPull>("pull") : null);
        bool hasLevel = pin.Use is PinUse.Tamper or PinUse.StatusLed or PinUse.TpmReset;
        if (hasLevel != pin.Active.HasValue)
            throw node.Wrong("use", hasLevel ? "needs active" : "is a bus, which has no active level");
        if (pin.Use == PinUse.Tamper && pin.Pull is null)
            throw node.Wrong("use", "needs pull: an input that floats reports whatever the air says");
        node.Done();
        return pin;
    }
}

public enum PinUse
{
    /// <summary>Input: the case's switch or mesh.</summary>
    Tamper,

    /// <summary>Output: blinks what the device does.</summary>
    StatusLed,

    /// <summary>Output: RST# of a TPM.</summary>
    TpmReset,
    SpiClock,
    SpiDataOut,
    SpiDataIn,
    SpiSelect,
    I2cClock,
    I2cData,
    ConsoleTransmit,
    ConsoleReceive,
}

public enum PinLevel
{
    Low,
    High,
}

public enum PinPull
{
    None,
    Up,
    Down,
}
