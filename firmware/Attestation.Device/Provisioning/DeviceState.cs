namespace Attestation.Device.Provisioning;

/// <summary>How far a device is. docs/formats/device-protocol.md, "States".</summary>
public enum DeviceState
{
    /// <summary>Nobody wrote a secret.</summary>
    Blank = 0,

    /// <summary>It has its secret, and no identity.</summary>
    Programmed = 1,

    /// <summary>It has its identity, and its locks are open.</summary>
    Certified = 2,

    /// <summary>Its locks were read back as in force; secret and identity are never written again.</summary>
    Locked = 3,

    /// <summary>Out of service for ever.</summary>
    Decommissioned = 4,

    /// <summary>With its manufacturer, until the next rotation gives it to an owner.</summary>
    Returned = 5,
}
