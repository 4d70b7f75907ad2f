namespace Attestation.Formats.Reasons;

/// <summary>90-99: board.</summary>
public static partial class DeviceReasons
{
    private static ReasonCode[] OfBoard => [];
}
