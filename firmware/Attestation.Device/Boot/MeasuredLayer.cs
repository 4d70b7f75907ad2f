namespace Attestation.Device.Boot;

/// <summary>What was measured of one layer.</summary>
public sealed class MeasuredLayer
{
    /// <summary>Component name.</summary>
    public string Name { get; set; }

    public string Version { get; set; }

    public ulong SecurityVersion { get; set; }

    /// <summary>64 bytes.</summary>
    public byte[] CodeHash { get; set; }
}
