namespace Attestation.Device.Verifiers;

/// <summary>The verdict of a result: draft-ietf-rats-ear section 3.2, the trust tiers of AR4SI.</summary>
public enum VerifierStatus
{
    /// <summary>Nothing can be said of the device.</summary>
    None = 0,

    Affirming = 2,

    Warning = 32,

    Contraindicated = 96,
}
