namespace Attestation.Factory.Line;

/// <summary>What a line is doing with the device at the station (docs/factory-line.md, "The steps").</summary>
public enum LineStep
{
    /// <summary>No device is there.</summary>
    Waiting,
    Greeting,
    WritingSecret,
    Proving,
    Certifying,
    WritingIdentity,
    Locking,
    Restarting,
    ReadingLocks,
    Endorsing,
    Attesting,
    Recording,
}
