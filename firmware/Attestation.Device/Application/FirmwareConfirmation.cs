namespace Attestation.Device.Application;

/// <summary>Notes durably that the release which runs is good. docs/firmware-update.md, "Steps".</summary>
public delegate DeviceRefusal FirmwareConfirmation();
