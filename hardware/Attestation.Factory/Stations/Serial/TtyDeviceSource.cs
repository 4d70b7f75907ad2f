using Attestation.Factory.Stations.Serial.Terminals;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations.Serial;

/// <summary>A serial port at which devices are changed by hand or by a machine: the next device is the one that answers with another serial number, or
/// after the port was silent or gone.</summary>
/// <param name="path">Such as /dev/ttyUSB0.</param>
/// <param name="speed">Bits per second.</param>
public sealed class TtyDeviceSource(string path, int speed) : IDeviceSource
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Is anybody there? Short, since mostly nobody is.</summary>
    private static readonly SerialPatience Call = new() { First = TimeSpan.FromMilliseconds(300), Silence = TimeSpan.FromMilliseconds(300), Work = TimeSpan.FromMilliseconds(300) };

    private SerialDevice? _device; // the last one that was handed out
    private string? _serial; // its
    private bool _wasOpen;

    /// <summary>A device at the port, whoever it is.</summary>
    /// <exception cref="FactoryException"><c>factory.device-source</c></exception>
    public SerialDevice Open(SerialPatience? patience = null)
    {
        if (!OperatingSystem.IsLinux())
            throw new FactoryException(LineReasons.DeviceSource, "Serial ports are for Linux; elsewhere put a terminal server before the port, and use --tcp.");
        try
        {
            var device = new SerialDevice(TerminalStream.Open(path, speed), patience);
            _wasOpen = true;
            return device;
        }
        catch (IOException e)
        {
            throw new FactoryException(LineReasons.DeviceSource, e.Message, e);
        }
    }

    /// <exception cref="FactoryException"><c>factory.device-source</c>: there never was such a port.</exception>
    public async Task<IFactoryDevice?> NextAsync(CancellationToken cancellation)
    {
        while (true)
        {
            string? present = await PresentAsync(cancellation);
            if (present is not null && !IsDone(present))
            {
                _serial = present;
                return _device = Open();
            }
            if (present is null)
                _serial = null; // gone: when it comes back it is presented anew
            await Task.Delay(Pause, cancellation);
        }
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Still the one that the station is done with; one that it lost is tried again.</summary>
    private bool IsDone(string serial) => serial == _serial && _device is { HasLeft: true };

    /// <summary>Serial number of who answers; null when nobody does. A USB port goes away with its device.</summary>
    private async Task<string?> PresentAsync(CancellationToken cancellation)
    {
        try
        {
            await using SerialDevice device = Open(Call);
            string present = (await device.HelloAsync(cancellation)).DeviceId;
            if (IsDone(present))
                await device.LeaveAsync(cancellation); // once more: the first farewell may have been lost
            return present;
        }
        catch (FactoryException e) when (e.Reason == LineReasons.DeviceLost || (e.Reason == LineReasons.DeviceSource && _wasOpen))
        {
            return null;
        }
    }
}
