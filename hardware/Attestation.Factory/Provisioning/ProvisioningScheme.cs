namespace Attestation.Factory.Provisioning;

/// <summary>Where a device's UDS comes from. Open Profile for DICE, "UDS Details".</summary>
public enum ProvisioningScheme
{
    /// <summary>Scheme 1: the UDS is generated before manufacture and written to the device.</summary>
    PreGeneration = 1,

    /// <summary>Scheme 2: the device derives its UDS at every boot from entropy of its own and entropy that the factory injected.</summary>
    FactoryCa = 2,

    /// <summary>Scheme 3: the UDS comes about as in scheme 2; the device stores no certificate, the factory retains SHA-512 of its UDS public key, and
    /// certifies that key on demand.</summary>
    OnDemand = 3,
}
