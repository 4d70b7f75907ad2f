using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>
/// What each event of a log measures. A quote protects PCR and digest of an event, not its type and data: the PCR narrows the class down, and type
/// and data narrow it further only where the digest is over the data. Where a log's words alone decide, <see cref="BootComponent.ClassIsClaim"/> says so.
/// </summary>
public static class BootComponents
{
    /// <summary>All events that extend a PCR, in the order of the log. Text and classes count that the digests of all banks prove.</summary>
    public static IReadOnlyList<BootComponent> Of(BootEventLog log) => Of(log, EventProof.Of(log));

    /// <summary>The same, proven by one bank: that of the quote that the log is compared with.</summary>
    /// <param name="log">The log.</param>
    /// <param name="bank">A bank of the log; one that cannot be computed proves nothing.</param>
    public static IReadOnlyList<BootComponent> Of(BootEventLog log, PcrBank bank) => Of(log, new EventProof(bank.CanHash() && log.HasBank(bank) ? [bank] : []));

    /// <summary>
    /// What an event in a PCR may measure, whatever its words say. Empty where the PCR does not narrow it down.
    /// </summary>
    public static IReadOnlyList<BootClass> Possible(int pcr) => pcr switch
    {
        0 => [BootClass.Firmware, BootClass.SrtmVersion],
        1 => [BootClass.FirmwareConfiguration, BootClass.BootOrder],
        2 => [BootClass.OptionRom],
        3 => [BootClass.FirmwareConfiguration],
        4 => [BootClass.BootLoader],
        5 => [BootClass.PartitionTable, BootClass.Systemd, BootClass.Other],
        7 => [BootClass.SecureBoot, BootClass.SecureBootKeys, BootClass.Authority],
        8 => [BootClass.CommandLine, BootClass.GrubCommand],
        9 => [BootClass.Kernel, BootClass.Initrd, BootClass.GrubModule, BootClass.CommandLine, BootClass.Systemd],
        11 => [BootClass.Kernel, BootClass.Initrd, BootClass.CommandLine, BootClass.UkiSection, BootClass.SystemdPhase],
        12 => [BootClass.CommandLine, BootClass.Initrd, BootClass.Systemd],
        13 or 15 => [BootClass.Systemd],
        14 => [BootClass.Mok],
        _ => [],
    };

    private static List<BootComponent> Of(BootEventLog log, EventProof proof)
    {
        var components = new List<BootComponent>(log.Count);
        var firmware = new FirmwareEvents(proof);
        var grub = new GrubEvents(proof);
        var stub = new StubEvents(proof);
        foreach (BootEvent boot in log)
        {
            if (!boot.Extends)
                continue;
            BootComponent component = boot.Pcr switch
            {
                <= 7 => firmware.Take(boot),
                _ when FirmwareEvents.IsSeparator(boot, proof) => FirmwareEvents.Separator(boot),
                8 or 9 => grub.Take(boot),
                _ => stub.Take(boot),
            };
            components.Add(component with { Name = component.Name.Length > 0 ? LoaderText.Line(component.Name) : boot.Type.SpecName() });
        }
        return components;
    }
}
