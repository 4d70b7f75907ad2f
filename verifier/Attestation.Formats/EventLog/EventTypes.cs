using System.Globalization;

namespace Attestation.Formats.EventLog;

/// <summary>The names that the specification gives to <see cref="EventType"/>.</summary>
public static class EventTypes
{
    /// <summary>EV_… as the specification writes it; the number in hexadecimal for a type that it does not define.</summary>
    public static string SpecName(this EventType type) => type switch
    {
        EventType.PrebootCert => "EV_PREBOOT_CERT",
        EventType.PostCode => "EV_POST_CODE",
        EventType.Unused => "EV_UNUSED",
        EventType.NoAction => "EV_NO_ACTION",
        EventType.Separator => "EV_SEPARATOR",
        EventType.Action => "EV_ACTION",
        EventType.EventTag => "EV_EVENT_TAG",
        EventType.CrtmContents => "EV_S_CRTM_CONTENTS",
        EventType.CrtmVersion => "EV_S_CRTM_VERSION",
        EventType.CpuMicrocode => "EV_CPU_MICROCODE",
        EventType.PlatformConfigFlags => "EV_PLATFORM_CONFIG_FLAGS",
        EventType.TableOfDevices => "EV_TABLE_OF_DEVICES",
        EventType.CompactHash => "EV_COMPACT_HASH",
        EventType.Ipl => "EV_IPL",
        EventType.IplPartitionData => "EV_IPL_PARTITION_DATA",
        EventType.NonhostCode => "EV_NONHOST_CODE",
        EventType.NonhostConfig => "EV_NONHOST_CONFIG",
        EventType.NonhostInfo => "EV_NONHOST_INFO",
        EventType.OmitBootDeviceEvents => "EV_OMIT_BOOT_DEVICE_EVENTS",
        EventType.PostCode2 => "EV_POST_CODE2",
        _ => FirmwareName(type),
    };

    private static string FirmwareName(EventType type) => type switch
    {
        EventType.EfiVariableDriverConfig => "EV_EFI_VARIABLE_DRIVER_CONFIG",
        EventType.EfiVariableBoot => "EV_EFI_VARIABLE_BOOT",
        EventType.EfiBootServicesApplication => "EV_EFI_BOOT_SERVICES_APPLICATION",
        EventType.EfiBootServicesDriver => "EV_EFI_BOOT_SERVICES_DRIVER",
        EventType.EfiRuntimeServicesDriver => "EV_EFI_RUNTIME_SERVICES_DRIVER",
        EventType.EfiGptEvent => "EV_EFI_GPT_EVENT",
        EventType.EfiAction => "EV_EFI_ACTION",
        EventType.EfiPlatformFirmwareBlob => "EV_EFI_PLATFORM_FIRMWARE_BLOB",
        EventType.EfiHandoffTables => "EV_EFI_HANDOFF_TABLES",
        EventType.EfiPlatformFirmwareBlob2 => "EV_EFI_PLATFORM_FIRMWARE_BLOB2",
        EventType.EfiHandoffTables2 => "EV_EFI_HANDOFF_TABLES2",
        EventType.EfiVariableBoot2 => "EV_EFI_VARIABLE_BOOT2",
        EventType.EfiGptEvent2 => "EV_EFI_GPT_EVENT2",
        EventType.EfiHcrtmEvent => "EV_EFI_HCRTM_EVENT",
        EventType.EfiVariableAuthority => "EV_EFI_VARIABLE_AUTHORITY",
        EventType.EfiSpdmFirmwareBlob => "EV_EFI_SPDM_FIRMWARE_BLOB",
        EventType.EfiSpdmFirmwareConfig => "EV_EFI_SPDM_FIRMWARE_CONFIG",
        EventType.EfiSpdmDevicePolicy => "EV_EFI_SPDM_DEVICE_POLICY",
        EventType.EfiSpdmDeviceAuthority => "EV_EFI_SPDM_DEVICE_AUTHORITY",
        _ => "0x" + ((uint)type).ToString("x8", CultureInfo.InvariantCulture),
    };
}
