using System.Globalization;
using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>Events of PCR 0 to 7, in order: what the firmware measures (PC Client Platform Firmware Profile 1.06, section 3.3.4).</summary>
internal sealed class FirmwareEvents(EventProof proof)
{
    /// <summary>Actions whose text the specification fixes; they say that something happened, which the events around them show.</summary>
    private static readonly string[] FixedActions =
    [
        "Calling EFI Application from Boot Option", "Returning from EFI Application from Boot Option", "Exit Boot Services Invocation",
        "Exit Boot Services Returned with Success", "Exit Boot Services Returned with Failure",
    ];

    /// <summary>True behind PCR 7's separator: from there on it records what authorised images, and no longer how Secure Boot is configured.</summary>
    private bool configured;

    internal BootComponent Take(in BootEvent boot)
    {
        if (IsSeparator(boot, proof))
        {
            configured |= boot.Pcr == 7;
            return Separator(boot);
        }
        if (boot.Type is EventType.Action or EventType.EfiAction && proof.IsOverData(boot))
            return Action(boot);
        return boot.Pcr switch
        {
            0 => RootOfTrust(boot),
            1 => Configuration(boot),
            2 => Plain(boot, BootClass.OptionRom, NameOf(boot)),
            3 => Plain(boot, BootClass.FirmwareConfiguration, NameOf(boot)),
            4 => Plain(boot, BootClass.BootLoader, NameOf(boot)),
            5 => Disk(boot),
            7 => SecureBoot(boot),
            _ => Plain(boot, BootClass.Other, NameOf(boot)),
        };
    }

    /// <summary>Four bytes of 00 or FF, and measured as such.</summary>
    internal static bool IsSeparator(in BootEvent boot, EventProof proof)
    {
        ReadOnlySpan<byte> data = boot.Data.Span;
        return boot.Type == EventType.Separator && data.Length == 4 && (!data.ContainsAnyExcept((byte)0) || !data.ContainsAnyExcept((byte)0xFF))
            && proof.IsOver(boot, data);
    }

    internal static BootComponent Separator(in BootEvent boot) => Plain(boot, BootClass.Fixed, "separator");

    private static BootComponent Action(in BootEvent boot)
    {
        string text = LoaderText.Read(boot.Data.Span);
        // "UEFI Debug Mode", "DMA Protection Disabled" (section 10.4.4): in PCR 7 an action says that a protection is off
        BootClass @class = boot.Pcr == 7 ? BootClass.SecureBoot : Array.IndexOf(FixedActions, text) >= 0 ? BootClass.Fixed : Unnamed(boot.Pcr);
        return new BootComponent(boot.Index, boot.Pcr, @class, text, text);
    }

    private BootComponent RootOfTrust(in BootEvent boot)
    {
        if (boot.Type != EventType.CrtmVersion || !proof.IsOverData(boot))
            return Plain(boot, BootClass.Firmware, NameOf(boot));
        string version = LoaderText.Read(boot.Data.Span);
        return new BootComponent(boot.Index, boot.Pcr, BootClass.SrtmVersion, "S-CRTM version", version);
    }

    private BootComponent Configuration(in BootEvent boot)
    {
        if (!IsVariable(boot) || !UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _))
            return Plain(boot, BootClass.FirmwareConfiguration, NameOf(boot));
        bool order = IsOrder(variable.Name) || IsEntry(variable.Name);
        // with EDK II the digest is over the value alone: the name is the log's word
        return new BootComponent(boot.Index, boot.Pcr, order ? BootClass.BootOrder : BootClass.FirmwareConfiguration, variable.Name, EventText.OfValue(variable))
        {
            ClassIsClaim = !proof.IsOver(boot, boot.Data.Span),
        };
    }

    private static bool IsOrder(string name) => name is "BootOrder" or "DriverOrder" or "SysPrepOrder";

    /// <summary>Boot####, Driver####, SysPrep####.</summary>
    private static bool IsEntry(string name) =>
        name.Length > 4 && (name.StartsWith("Boot", StringComparison.Ordinal) || name.StartsWith("Driver", StringComparison.Ordinal) || name.StartsWith("SysPrep", StringComparison.Ordinal))
        && ushort.TryParse(name.AsSpan(name.Length - 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);

    private BootComponent Disk(in BootEvent boot)
    {
        if (boot.Type is EventType.EfiGptEvent or EventType.EfiGptEvent2 && proof.IsOver(boot, boot.Data.Span) && PartitionTable.TryParse(boot.Data, out PartitionTable table, out _))
            return new BootComponent(boot.Index, boot.Pcr, BootClass.PartitionTable, "GPT", table.ToString());
        if (boot.Type == EventType.EventTag && TaggedEvent.TryRead(boot.Data.Span, out uint id, out string name) && id == TaggedEvent.LoaderConfiguration)
            return Plain(boot, BootClass.Systemd, name) with { ClassIsClaim = true };
        return Plain(boot, boot.Type is EventType.EfiGptEvent or EventType.EfiGptEvent2 ? BootClass.PartitionTable : BootClass.Other, NameOf(boot)) with { ClassIsClaim = true };
    }

    private BootComponent SecureBoot(in BootEvent boot)
    {
        if (!IsVariable(boot) || !UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _))
            return Plain(boot, configured ? BootClass.Authority : BootClass.SecureBootKeys, NameOf(boot)) with { ClassIsClaim = true };
        // the place decides, not the type, which a log could change: an authority is no key database, and the reverse
        BootClass @class = configured ? BootClass.Authority
            : variable.Name is "SecureBoot" or "SetupMode" or "AuditMode" or "DeployedMode" ? BootClass.SecureBoot : BootClass.SecureBootKeys;
        return new BootComponent(boot.Index, boot.Pcr, @class, variable.Name, configured ? EventText.OfAuthority(variable) : EventText.OfValue(variable));
    }

    private bool IsVariable(in BootEvent boot) =>
        boot.Type is EventType.EfiVariableDriverConfig or EventType.EfiVariableBoot or EventType.EfiVariableBoot2 or EventType.EfiVariableAuthority && proof.IsOverData(boot);

    private static BootClass Unnamed(int pcr) => BootComponents.Possible(pcr) is [var first, ..] ? first : BootClass.Other;

    private static string NameOf(in BootEvent boot) => boot.Type switch
    {
        EventType.EfiBootServicesApplication or EventType.EfiBootServicesDriver or EventType.EfiRuntimeServicesDriver
            when ImageLoad.TryParse(boot.Data, out ImageLoad image, out _) => image.Path.Length > 0 ? image.Path : "image in memory",
        EventType.EfiPlatformFirmwareBlob or EventType.EfiPlatformFirmwareBlob2 when FirmwareBlob.TryParse(boot.Data, out FirmwareBlob blob, out _) => blob.ToString(),
        EventType.EventTag when TaggedEvent.TryRead(boot.Data.Span, out _, out string description) && description.Length > 0 => description,
        EventType.TableOfDevices => "table of devices",
        EventType.CpuMicrocode => "CPU microcode",
        EventType.EfiHcrtmEvent => "H-CRTM",
        EventType.EfiHandoffTables or EventType.EfiHandoffTables2 => "platform tables",
        EventType.EfiVariableBoot or EventType.EfiVariableBoot2 or EventType.EfiVariableDriverConfig or EventType.EfiVariableAuthority
            when UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _) => variable.Name,
        EventType.NonhostInfo or EventType.CrtmContents or EventType.PostCode or EventType.Action or EventType.EfiAction or EventType.Ipl or EventType.CompactHash
            when LoaderText.Read(boot.Data.Span) is { Length: > 0 } text => text,
        _ => boot.Type.SpecName(),
    };

    private static BootComponent Plain(in BootEvent boot, BootClass @class, string name) => new(boot.Index, boot.Pcr, @class, name, null);
}
