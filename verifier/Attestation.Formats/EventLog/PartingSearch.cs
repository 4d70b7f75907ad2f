using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>Searches the events of one PCR for the one at which the log and a PCR's value parted.</summary>
internal sealed class PartingSearch
{
    private readonly PcrBank bank;
    private readonly int pcr;
    private readonly byte locality;
    private readonly ReadOnlyMemory<byte> value;
    private readonly List<BootEvent> events = [];

    internal PartingSearch(BootEventLog log, PcrBank bank, int pcr, ReadOnlyMemory<byte> value)
    {
        (this.bank, this.pcr, this.value, locality) = (bank, pcr, value, PcrReplay.LocalityOf(log));
        foreach (BootEvent boot in log)
        {
            if (boot.Pcr == pcr)
                events.Add(boot);
        }
        Events = [.. events.Select(e => e.Index)];
    }

    /// <summary>Numbers of the PCR's events.</summary>
    internal IReadOnlyList<int> Events { get; }

    /// <summary>The first event whose digest must be over its data and is not.</summary>
    internal int? DigestNotOverData()
    {
        foreach (BootEvent boot in events)
        {
            if (DigestRules.Check(boot, bank) == DigestRule.Differs)
                return boot.Index;
        }
        return null;
    }

    /// <summary>The event behind the prefix that replays to the value: it and all later ones are logged, and the TPM did not see them.</summary>
    internal int? BehindPrefix()
    {
        Span<byte> running = stackalloc byte[bank.DigestSize()];
        PcrReplay.Reset(pcr, locality, running);
        foreach (BootEvent boot in events)
        {
            if (running.SequenceEqual(value.Span))
                return boot.Index;
            Extend(running, boot);
        }
        return null;
    }

    /// <summary>The event without which the others replay to the value: logged twice, or invented.</summary>
    internal int? Surplus()
    {
        Span<byte> running = stackalloc byte[bank.DigestSize()];
        Span<byte> tail = stackalloc byte[bank.DigestSize()];
        PcrReplay.Reset(pcr, locality, running);
        for (int left = 0; left < events.Count; left++)
        {
            running.CopyTo(tail);
            for (int i = left + 1; i < events.Count; i++)
                Extend(tail, events[i]);
            if (tail.SequenceEqual(value.Span))
                return events[left].Index;
            Extend(running, events[left]);
        }
        return null;
    }

    private void Extend(Span<byte> running, in BootEvent boot)
    {
        if (boot.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
            bank.Extend(running, digest.Span);
    }
}
