using Attestation.Dice;

namespace Attestation.Device.Application;

/// <summary>Who this device is and what it runs; nothing in it is secret, and nothing in it is proof: proof is what <see cref="DeviceIdentity.Attest"/>
/// gives.</summary>
public sealed class DeviceDescription
{
    public string Vendor { get; set; }

    public string Model { get; set; }

    public string Board { get; set; }

    /// <summary>Of the release that runs.</summary>
    public string Version { get; set; }

    /// <summary>Of the release that runs.</summary>
    public ulong SecurityVersion { get; set; }

    /// <summary>RFC 9711 section 4.2.1, type RAND, 33 bytes.</summary>
    public byte[] Ueid { get; set; }

    public DiceMode Mode { get; set; }
}
