using Attestation.Formats.EventLog;
using Attestation.Formats.Reasons;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>The reason for each class of boot events, and the place of an event.</summary>
internal static class BootFinding
{
    /// <summary>Why an event of a class is refused that matches no reference value.</summary>
    internal static ReasonCode Code(BootClass @class) => @class switch
    {
        BootClass.SrtmVersion => BootReasons.SrtmVersion,
        BootClass.Firmware => BootReasons.Firmware,
        BootClass.OptionRom => BootReasons.OptionRom,
        BootClass.FirmwareConfiguration => BootReasons.FirmwareConfiguration,
        BootClass.BootOrder => BootReasons.BootOrder,
        BootClass.SecureBoot => BootReasons.SecureBootState,
        BootClass.SecureBootKeys => BootReasons.SecureBootKeys,
        BootClass.Authority => BootReasons.Authority,
        BootClass.BootLoader => BootReasons.BootLoader,
        BootClass.PartitionTable => BootReasons.PartitionTable,
        BootClass.Mok => BootReasons.Mok,
        BootClass.GrubModule => BootReasons.GrubModule,
        BootClass.GrubCommand => BootReasons.GrubCommand,
        BootClass.CommandLine => BootReasons.CommandLine,
        BootClass.Kernel => BootReasons.Kernel,
        BootClass.Initrd => BootReasons.Initrd,
        BootClass.UkiSection => BootReasons.UkiSection,
        BootClass.SystemdPhase => BootReasons.SystemdPhase,
        BootClass.Systemd => BootReasons.Systemd,
        _ => BootReasons.Other,
    };

    /// <summary><c>event 23 (PCR 9, EV_IPL, initrd)</c>; for systemd's own log <c>systemd's event 2 (PCR 11, systemd-phase)</c>.</summary>
    internal static string Where(BootComponent component, string type) => component.Userspace
        ? $"systemd's event {component.Event} (PCR {component.Pcr}, {component.Class.Name()})"
        : $"event {component.Event} (PCR {component.Pcr}, {type}, {component.Class.Name()})";

    /// <summary>What was found: the text that was measured, or the digest with the log's name for it.</summary>
    internal static string Actual(BootComponent component, ReadOnlySpan<byte> digest) =>
        component is { Class: BootClass.CommandLine or BootClass.GrubCommand or BootClass.SystemdPhase, Text: { } text } ? Printable(text)
            : $"{Convert.ToHexStringLower(digest)} {component.Name}{(component.Text is { } words ? ": " + Printable(words) : "")}";

    /// <summary>Control characters would forge lines of a report; a command of grub may have line feeds.</summary>
    private static string Printable(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '?' : c)) : text;
}
