namespace Attestation.Factory.Stations;

/// <summary>How far a device is; the numbers of the wire (docs/formats/device-protocol.md). It only ever goes up.</summary>
public enum DeviceState
{
    /// <summary>As it comes from the chip maker: the secret is all zeros.</summary>
    Blank = 0,

    /// <summary>It has its secret, and no identity.</summary>
    Programmed = 1,

    /// <summary>It has its identity, and its locks are open.</summary>
    Certified = 2,

    Locked = 3,

    /// <summary>Taken out of service: it answers nobody.</summary>
    Decommissioned = 4,

    /// <summary>Its owner gave it back: it answers as the manufacturer's again.</summary>
    Returned = 5,
}
