namespace Attestation.Device;

/// <summary>Every way in which a device says no. The number goes over the wire (docs/formats/device-protocol.md); hosts have the sentence and the
/// remedy (reasons <c>device.*</c>). 1-19 boot, 20-39 manifest and update, 40-59 protocol, 60-69 application and sealing, 70-89 provisioning,
/// 90-99 board.</summary>
public enum DeviceRefusal
{
    None = 0,
}
