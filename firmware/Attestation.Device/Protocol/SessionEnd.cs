namespace Attestation.Device.Protocol;

/// <summary>Why a session is over.</summary>
public enum SessionEnd
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Unplugged, or the other end is gone.</summary>
    LineGone,

    /// <summary>The station said that it is done with this device.</summary>
    StationLeft,

    /// <summary>The device is to be reset; the answer to that request is on the line.</summary>
    Restart,
}
