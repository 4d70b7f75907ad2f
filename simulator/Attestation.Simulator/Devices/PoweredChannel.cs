using Attestation.Device.Protocol;

namespace Attestation.Simulator.Devices;

/// <summary>A board without power neither hears nor answers.</summary>
internal sealed class PoweredChannel(IByteChannel channel, PowerSupply power) : IByteChannel
{
    public int Read(byte[] buffer, int offset, int count, int timeoutMilliseconds) =>
        power.IsOff ? -1 : channel.Read(buffer, offset, count, timeoutMilliseconds);

    public bool Write(byte[] buffer, int offset, int count) => !power.IsOff && channel.Write(buffer, offset, count);
}
