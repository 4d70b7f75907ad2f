namespace Attestation.Formats.Reasons;

/// <summary>70-89: provisioning.</summary>
public static partial class DeviceReasons
{
    private static ReasonCode[] OfProvisioning => [];
}
