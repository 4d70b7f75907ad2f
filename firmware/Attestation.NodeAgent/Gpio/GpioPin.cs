namespace Attestation.NodeAgent.Gpio;

/// <summary>A line and how it is wired: <c>/dev/gpiochip0:23,active=high,pull=up</c>. Left out: active high, no pull.</summary>
/// <param name="Address">Chip and line.</param>
/// <param name="IsActiveHigh">The level that means something.</param>
/// <param name="Pull">For inputs.</param>
public sealed record GpioPin(GpioAddress Address, bool IsActiveHigh, GpioPull Pull)
{
    /// <exception cref="AgentException">Usage.</exception>
    public static GpioPin Parse(string option, string text)
    {
        string[] parts = text.Split(',');
        if (!GpioAddress.TryParse(parts[0], out GpioAddress? address))
            throw Unreadable(option, text);
        var pin = new GpioPin(address!, true, GpioPull.None);
        foreach (string part in parts[1..])
        {
            pin = part switch
            {
                "active=high" => pin with { IsActiveHigh = true },
                "active=low" => pin with { IsActiveHigh = false },
                "pull=up" => pin with { Pull = GpioPull.Up },
                "pull=down" => pin with { Pull = GpioPull.Down },
                "pull=none" => pin with { Pull = GpioPull.None },
                _ => throw Unreadable(option, text),
            };
        }
        return pin;
    }

    public override string ToString() => Address.ToString();

    private static AgentException Unreadable(string option, string text) =>
        AgentException.Usage($"{option} {text} is no GPIO line. Write /dev/gpiochipN:LINE, then ,active=high|low and ,pull=up|down|none.");
}
