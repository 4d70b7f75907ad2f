using System.Text;
using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>What the records of systemd's log measure.</summary>
public static class SystemdEvents
{
    /// <summary>The phases that systemd's own units announce, in their order.</summary>
    public static readonly IReadOnlyList<string> Phases = ["enter-initrd", "leave-initrd", "sysinit", "ready", "shutdown", "final"];

    private static readonly string[] Prefixes = ["machine-id:", "file-system:", "nvpcr-init:", "cryptsetup:"];

    /// <summary>The components of all records that extend a PCR, in the order of the log.</summary>
    /// <param name="log">The log.</param>
    /// <param name="bank">The bank that proves texts.</param>
    public static IReadOnlyList<BootComponent> Of(SystemdMeasureLog log, PcrBank bank) =>
        [.. log.Records.Where(r => r.Pcr >= 0).Select(r => Component(r, bank))];

    private static BootComponent Component(SystemdRecord record, PcrBank bank)
    {
        string? text = record.Text is { } claimed && IsOver(record, claimed, bank) ? claimed : null;
        bool known = text is not null && (Phases.Contains(text) || Array.Exists(Prefixes, p => text.StartsWith(p, StringComparison.Ordinal)));
        BootClass @class = record.Pcr == 11 ? BootClass.SystemdPhase : BootClass.Systemd;
        string name = Printable(record.Text) ?? Printable(record.EventType) ?? "measurement";
        // where the firmware's log ends is the logs' word: what is no text of systemd's may be an event of the boot, moved here
        return new BootComponent(record.Index, record.Pcr, @class, name, text) { Userspace = true, ClassIsClaim = !known };
    }

    private static string? Printable(string? text) => text is { Length: > 0 and <= 256 } && !text.Any(char.IsControl) ? text : null;

    private static bool IsOver(SystemdRecord record, string text, PcrBank bank)
    {
        Span<byte> hash = stackalloc byte[PcrBanks.MaxDigestSize];
        return bank.CanHash() && record.TryGetDigest(bank, out ReadOnlyMemory<byte> digest) && digest.Span.SequenceEqual(hash[..bank.Hash(Encoding.UTF8.GetBytes(text), hash)]);
    }
}
