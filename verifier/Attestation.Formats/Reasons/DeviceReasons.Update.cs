namespace Attestation.Formats.Reasons;

/// <summary>20-39: manifest and update.</summary>
public static partial class DeviceReasons
{
    private static ReasonCode[] OfUpdate => [];
}
