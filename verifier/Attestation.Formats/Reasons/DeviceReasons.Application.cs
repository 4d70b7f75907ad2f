namespace Attestation.Formats.Reasons;

/// <summary>60-69: application and sealing.</summary>
public static partial class DeviceReasons
{
    private static ReasonCode[] OfApplication => [];
}
