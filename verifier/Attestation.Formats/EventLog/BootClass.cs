namespace Attestation.Formats.EventLog;

/// <summary>What kind of thing an event of a boot measures: the classes by which reference values are stated (docs/formats/node-reference-values.md).</summary>
public enum BootClass
{
    /// <summary>Version of the root of trust's code.</summary>
    SrtmVersion,

    /// <summary>Code of the firmware: PCR 0.</summary>
    Firmware,

    /// <summary>Drivers that come with devices: PCR 2.</summary>
    OptionRom,

    /// <summary>Settings and tables of the platform: PCR 1 and 3.</summary>
    FirmwareConfiguration,

    /// <summary>BootOrder and the Boot#### entries, DriverOrder and its entries.</summary>
    BootOrder,

    /// <summary>The variable SecureBoot and what else says how Secure Boot stands.</summary>
    SecureBoot,

    /// <summary>PK, KEK, db, dbx and their relatives, vendor_db.</summary>
    SecureBootKeys,

    /// <summary>What authorised an image: a db entry, shim's key, an SBAT level.</summary>
    Authority,

    /// <summary>Every image that runs before the kernel or as one: PCR 4.</summary>
    BootLoader,

    /// <summary>The partition table of the disk booted from.</summary>
    PartitionTable,

    /// <summary>shim's lists of machine owner keys: PCR 14.</summary>
    Mok,

    /// <summary>A file that grub read and that is neither kernel nor initrd: modules, configuration, fonts.</summary>
    GrubModule,

    /// <summary>A command of grub's script.</summary>
    GrubCommand,

    /// <summary>The kernel's command line, or a part of it.</summary>
    CommandLine,

    Kernel,

    Initrd,

    /// <summary>A section of a unified kernel image that is neither kernel nor initrd nor command line: PCR 11.</summary>
    UkiSection,

    /// <summary>A phase of the boot that systemd announces: PCR 11.</summary>
    SystemdPhase,

    /// <summary>What else systemd measures: credentials, extensions, machine id, file systems.</summary>
    Systemd,

    Other,

    /// <summary>Separators and actions whose content the specification fixes: nothing to compare.</summary>
    Fixed,
}
