using System;
using System.Net.NetworkInformation;

namespace Attestation.Device.Board.Serial;

/// <summary>A board's serial number from the address that its maker burned into its network interface: unique, and no secret.</summary>
public static class HardwareAddress
{
    /// <summary>6 bytes.</summary>
    /// <returns>False when the board has no network interface, or one without an address.</returns>
    public static bool TryRead(out byte[] serial)
    {
        serial = null;
        try
        {
            NetworkInterface[] interfaces = NetworkInterface.GetAllNetworkInterfaces();
            for (int i = 0; serial == null && i < interfaces.Length; i++)
                serial = interfaces[i].PhysicalAddress;
        }
        catch (Exception)
        {
            serial = null;
        }

        return serial != null && serial.Length == 6;
    }
}
