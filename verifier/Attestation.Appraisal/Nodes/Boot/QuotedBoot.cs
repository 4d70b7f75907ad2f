using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Appraisal.Nodes.Boot;

/// <summary>The events of a log in one bank, each with its digest and type, and whether the quote covers its PCR.</summary>
internal sealed class QuotedBoot
{
    private QuotedBoot(PcrBank bank, IReadOnlyList<QuotedEvent> events) => (Bank, Events) = (bank, events);

    internal PcrBank Bank { get; }

    internal IReadOnlyList<QuotedEvent> Events { get; }

    /// <summary>Reads a log in the bank of its comparison.</summary>
    internal static QuotedBoot Of(BootEvidence evidence, PcrBank bank)
    {
        var events = new List<QuotedEvent>();
        if (evidence.Log is not { } log)
            return new QuotedBoot(bank, events);
        var records = new Dictionary<int, (ReadOnlyMemory<byte> Digest, EventType Type)>();
        foreach (BootEvent boot in log)
        {
            if (boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
                records[boot.Index] = (digest, boot.Type);
        }
        foreach (BootComponent component in BootComponents.Of(log, bank))
        {
            if (records.TryGetValue(component.Event, out var record))
                events.Add(new QuotedEvent(component, record.Digest, record.Type.SpecName(), evidence.Quoted.TryGet(bank, component.Pcr, out _)));
        }
        if (evidence.Systemd is { } systemd)
            events.AddRange(Records(systemd, PcrReplay.Of(log, bank), evidence.Quoted));
        return new QuotedBoot(bank, events);
    }

    /// <summary>systemd's records, those that the quoted values cover as quoted; it goes on measuring after a quote.</summary>
    private static IEnumerable<QuotedEvent> Records(SystemdMeasureLog systemd, PcrReplay firmware, PcrValueSet quoted)
    {
        int[] covered = new int[PcrBanks.PcrCount];
        for (int pcr = 0; pcr < covered.Length; pcr++)
        {
            if (quoted.TryGet(firmware.Bank, pcr, out ReadOnlyMemory<byte> value))
                covered[pcr] = systemd.Covered(firmware.Bank, pcr, firmware.Value(pcr), value.Span) ?? 0;
        }
        foreach (BootComponent component in SystemdEvents.Of(systemd, firmware.Bank))
        {
            if (systemd.Records[component.Event].TryGetDigest(firmware.Bank, out ReadOnlyMemory<byte> digest))
                yield return new QuotedEvent(component, digest, "", covered[component.Pcr]-- > 0);
        }
    }
}

/// <summary>One event in the bank of comparison.</summary>
/// <param name="Component">What it measures.</param>
/// <param name="Digest">Its digest.</param>
/// <param name="Type">The log's name of its type.</param>
/// <param name="IsQuoted">Does a verified quote cover its PCR?</param>
internal sealed record QuotedEvent(BootComponent Component, ReadOnlyMemory<byte> Digest, string Type, bool IsQuoted)
{
    internal string Where => BootFinding.Where(Component, Type);

    internal string Actual => BootFinding.Actual(Component, Digest.Span);
}
