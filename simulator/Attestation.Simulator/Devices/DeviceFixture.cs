using Attestation.Device.Protocol;

namespace Attestation.Simulator.Devices;

/// <summary>A fixture that holds one device at a time. Whoever connects meets the device that is in it; a station that leaves has it taken out, and the next
/// blank one put in; a line that breaks leaves it where it is. Nothing of a device that left stays in memory.</summary>
/// <param name="maker">Brings the devices.</param>
/// <param name="count">How many there are.</param>
public sealed class DeviceFixture(DeviceMaker maker, int count) : IDisposable
{
    private VirtualDevice? _device;
    private int _number = -1;

    /// <summary>Devices that left.</summary>
    public int Left { get; private set; }

    /// <summary>The device in the fixture; null when there are no more.</summary>
    public VirtualDevice? Device => _device ?? Next();

    /// <summary>Answers over one connection.</summary>
    /// <returns>False when the device was the last one, and left.</returns>
    public bool Serve(Stream line)
    {
        if (Device is not { } device)
            return false;
        var channel = new StreamChannel(line);
        SessionEnd end = device.Serve(channel);
        channel.TryFlush();
        if (end == SessionEnd.StationLeft)
            Leave(device);
        return Device is not null;
    }

    public void Dispose() => _device?.Dispose();

    private void Leave(VirtualDevice device)
    {
        maker.Leave(device);
        device.Dispose();
        _device = null;
        Left++;
    }

    private VirtualDevice? Next()
    {
        while (++_number < count)
        {
            if (!maker.HasLeft(_number))
                return _device = maker.Make(_number);
        }
        _number = count;
        return null;
    }
}
