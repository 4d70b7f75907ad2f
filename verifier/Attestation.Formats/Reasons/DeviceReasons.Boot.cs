namespace Attestation.Formats.Reasons;

/// <summary>1-19: boot.</summary>
public static partial class DeviceReasons
{
    private static ReasonCode[] OfBoot => [];
}
