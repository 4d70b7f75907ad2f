namespace Attestation.NodeAgent.Evidence;

/// <summary>Where the kernel and systemd keep what is attested. Every place can be set, so that recorded files serve as well; null turns a log off.</summary>
public sealed record NodePaths
{
    /// <summary>The firmware's event log.</summary>
    public string? BootLog { get; init; } = "/sys/kernel/security/tpm0/binary_bios_measurements";

    /// <summary>The kernel's list of what it measured.</summary>
    public string? ImaLog { get; init; } = "/sys/kernel/security/ima/binary_runtime_measurements";

    /// <summary>systemd's list of what it measured.</summary>
    public string? UserspaceLog { get; init; } = "/run/log/systemd/tpm2-measure.log";

    /// <summary>Folder of the UEFI variables.</summary>
    public string? EfiVariables { get; init; } = "/sys/firmware/efi/efivars";

    /// <summary>The kernel's command line.</summary>
    public string CommandLine { get; init; } = "/proc/cmdline";
}
