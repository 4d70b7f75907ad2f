namespace Attestation.Factory.Lots;

/// <summary>How a device stands in its lot.</summary>
public enum DevicePhase
{
    /// <summary>Never seen.</summary>
    Unknown,

    /// <summary>Begun and not finished.</summary>
    Open,

    Passed,

    Failed,
}
