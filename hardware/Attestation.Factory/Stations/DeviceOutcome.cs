using Attestation.Formats.Reasons;

namespace Attestation.Factory.Stations;

/// <summary>How a device left the station.</summary>
public enum DeviceEnd
{
    Passed,

    Failed,

    /// <summary>It went away in the middle; it may come back.</summary>
    Interrupted,

    /// <summary>It was finished before: passed, or failed and not to be tried again.</summary>
    Repeated,
}

/// <summary>How a device left the station.</summary>
/// <param name="End">How.</param>
/// <param name="DeviceId">Its serial number in hex; empty where it never said one.</param>
/// <param name="Reason">Of a failure or interruption.</param>
/// <param name="Detail">What was seen.</param>
/// <param name="Took">From greeting to end.</param>
public sealed record DeviceOutcome(DeviceEnd End, string DeviceId, ReasonCode? Reason, string Detail, TimeSpan Took);
