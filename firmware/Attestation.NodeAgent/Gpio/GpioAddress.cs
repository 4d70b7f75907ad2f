using System.Globalization;

namespace Attestation.NodeAgent.Gpio;

/// <summary>Which line of which chip: <c>/dev/gpiochip0:23</c>. Offsets are the chip's own, as gpioinfo shows them.</summary>
/// <param name="Chip">Path of the character device.</param>
/// <param name="Line">Offset.</param>
public sealed record GpioAddress(string Chip, int Line)
{
    /// <summary>The kernel's limit is far below.</summary>
    private const int MostLines = 65536;

    public static bool TryParse(string text, out GpioAddress? address)
    {
        int colon = text.LastIndexOf(':');
        address = colon > 1 && text[0] == '/' && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int line) && line < MostLines
            ? new GpioAddress(text[..colon], line)
            : null;
        return address is not null;
    }

    public override string ToString() => $"{Chip}:{Line}";
}
