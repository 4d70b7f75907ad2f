using System.Globalization;
using Attestation.Device.Gpio;
using Attestation.Formats.Reasons;
using Attestation.NodeAgent.Gpio;
using Attestation.Tpm.Transports.Kernel;
using Attestation.Tpm.Transports.Spi;

namespace Attestation.NodeAgent.Keys;

/// <summary>A TPM on an SPI bus without a driver of the kernel: <c>spi:/dev/spidev0.1,speed=10000000,locality=0,reset=/dev/gpiochip0:24</c>; all but the device can be left out.</summary>
/// <param name="Device">Of spidev.</param>
/// <param name="Speed">Clock in Hz.</param>
/// <param name="Locality">0 to 4.</param>
/// <param name="Reset">The TPM's RST#, active low; null: not wired to a line that the agent may drive.</param>
internal sealed record SpiAddress(string Device, int Speed, int Locality, GpioAddress? Reset)
{
    private const int LeastSpeed = 100_000, MostSpeed = 50_000_000;

    /// <summary>Failures at the first meeting that a reset may cure.</summary>
    private static readonly TisFailure[] Curable = [TisFailure.WaitStates, TisFailure.Absent, TisFailure.NotStarted, TisFailure.Locality, TisFailure.Status];

    /// <param name="text">Behind <c>spi:</c>.</param>
    /// <param name="address">Null where it is none.</param>
    public static bool TryParse(string text, out SpiAddress? address)
    {
        address = null;
        string[] parts = text.Split(',');
        if (!parts[0].StartsWith('/'))
            return false;
        var read = new SpiAddress(parts[0], SpidevBus.UsualSpeed, 0, null);
        foreach (string part in parts[1..])
        {
            if (!TrySet(part, ref read))
                return false;
        }
        address = read;
        return true;
    }

    /// <summary>Meets the TPM. Where it does not answer and a reset line is there, it is reset once: that clears its PCRs and opens the latch.</summary>
    /// <param name="open">Opens a character device.</param>
    /// <param name="pause">Holds the reset line.</param>
    /// <param name="time">Waits.</param>
    /// <exception cref="SpiTpmFailure">No TPM answers.</exception>
    public async Task<SpiTransport> ConnectAsync(Func<string, IKernelDevice> open, IPause pause, TimeProvider? time = null)
    {
        try
        {
            return await MeetAsync(open, time);
        }
        catch (TisException e) when (Reset is not null && Curable.Contains(e.Failure))
        {
            Pulse(open, pause);
        }
        return await MeetAsync(open, time);
    }

    public override string ToString() => $"spi:{Device},speed={Speed},locality={Locality}{(Reset is null ? "" : $",reset={Reset}")}";

    private Task<SpiTransport> MeetAsync(Func<string, IKernelDevice> open, TimeProvider? time)
    {
        IKernelDevice device;
        try
        {
            device = open(Device);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpiTpmFailure(SpiReasons.Device, $"{Device}: {e.Message}", e);
        }
        return SpiTransport.OpenAsync(SpidevBus.On(device, Speed), Locality, time: time);
    }

    private void Pulse(Func<string, IKernelDevice> open, IPause pause)
    {
        try
        {
            using IKernelDevice chip = open(Reset!.Chip);
            using GpioLine line = GpioLine.Output(chip, Reset.Line, isHigh: true);
            if (new TpmReset(line, isActiveHigh: false, pause).TryPulse())
                return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SpiTpmFailure(SpiReasons.ResetLine, $"{Reset}: {e.Message}", e);
        }
        throw new SpiTpmFailure(SpiReasons.ResetLine, $"{Reset} does not take a level");
    }

    private static bool TrySet(string part, ref SpiAddress read)
    {
        int equals = part.IndexOf('=');
        string name = equals < 0 ? part : part[..equals], value = equals < 0 ? "" : part[(equals + 1)..];
        switch (name)
        {
            case "speed" when TryNumber(value, LeastSpeed, MostSpeed, out int speed):
                read = read with { Speed = speed };
                return true;
            case "locality" when TryNumber(value, 0, 4, out int locality):
                read = read with { Locality = locality };
                return true;
            case "reset" when GpioAddress.TryParse(value, out GpioAddress? reset):
                read = read with { Reset = reset };
                return true;
            default:
                return false;
        }
    }

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;
}
