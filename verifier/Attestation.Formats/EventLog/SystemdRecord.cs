using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>One measurement that systemd made after the firmware's part of the boot.</summary>
public sealed class SystemdRecord
{
    private readonly Dictionary<PcrBank, ReadOnlyMemory<byte>> digests;

    internal SystemdRecord(int index, int pcr, Dictionary<PcrBank, ReadOnlyMemory<byte>> digests) => (Index, Pcr, this.digests) = (index, pcr, digests);

    /// <summary>Number of the record, from 0.</summary>
    public int Index { get; }

    /// <summary>The PCR that was extended; −1 for a record about an NV index used as a PCR, which no quote of PCRs covers.</summary>
    public int Pcr { get; }

    /// <summary>What was measured, as systemd describes it: a phase, <c>machine-id:…</c>; null where it says nothing. A claim until the digest is over it.</summary>
    public string? Text { get; internal init; }

    /// <summary>systemd's kind of event: <c>phase</c>, <c>filesystem</c>, <c>volume-key</c>, <c>machine-id</c>; null in older logs.</summary>
    public string? EventType { get; internal init; }

    /// <summary>The boot that it belongs to, 32 hexadecimal digits; null where it does not say.</summary>
    public string? BootId { get; internal init; }

    /// <summary>The digest that was extended into a bank.</summary>
    public bool TryGetDigest(PcrBank bank, out ReadOnlyMemory<byte> digest) => digests.TryGetValue(bank, out digest);
}
