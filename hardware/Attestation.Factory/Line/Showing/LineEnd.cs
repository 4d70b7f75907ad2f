namespace Attestation.Factory.Line.Showing;

/// <summary>Why a line ended.</summary>
public enum LineEnd
{
    /// <summary>As many devices have passed as were asked for.</summary>
    Enough,

    /// <summary>The source has no more.</summary>
    NoMoreDevices,

    /// <summary>Somebody asked it to.</summary>
    Stopped,

    /// <summary>It could not go on.</summary>
    Refused,
}
