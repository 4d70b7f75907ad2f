using Attestation.Formats.Pcrs;

namespace Attestation.Formats.EventLog;

/// <summary>
/// One record of the log, as a view of the log's bytes:
/// <code>
/// TCG_PCR_EVENT2   u32 pcr | u32 type | u32 count | count x (u16 algorithm | digest) | u32 size | data
/// TCG_PCR_EVENT    u32 pcr | u32 type | 20 bytes SHA-1                               | u32 size | data
/// </code>
/// (PC Client Platform Firmware Profile 1.06, sections 10.2.1 and 10.2.2.)
/// </summary>
public readonly struct BootEvent
{
    internal BootEvent(int index, int offset, uint pcr, EventType type, ReadOnlyMemory<byte> digests, LogShape shape, ReadOnlyMemory<byte> data)
    {
        Index = index;
        Offset = offset;
        RawPcr = pcr;
        Type = type;
        this.digests = digests;
        this.shape = shape;
        Data = data;
    }

    private readonly ReadOnlyMemory<byte> digests;
    private readonly LogShape shape;

    /// <summary>Number of the event in the log, from 0; the Spec ID event counts.</summary>
    public int Index { get; }

    /// <summary>Where the record begins, in bytes from the start of the log.</summary>
    public int Offset { get; }

    /// <summary>The PCR number as it stands: below 24, or anything for an event that extends nothing.</summary>
    public uint RawPcr { get; }

    public EventType Type { get; }

    /// <summary>The event data; what it means depends on the type, and only for some types is it what the digests cover.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Does the event stand in a PCR? EV_NO_ACTION events are information that no digest protects.</summary>
    public bool Extends => Type != EventType.NoAction;

    /// <summary>The PCR that the event extends; −1 for an event that extends none.</summary>
    public int Pcr => Extends ? (int)RawPcr : -1;

    /// <summary>The digest that was extended into a bank.</summary>
    public bool TryGetDigest(PcrBank bank, out ReadOnlyMemory<byte> digest)
    {
        digest = default;
        if (shape.Form == EventLogForm.Sha1)
        {
            digest = bank == PcrBank.Sha1 ? digests : default;
            return bank == PcrBank.Sha1;
        }
        var reader = new LittleEndianReader(digests.Span);
        while (reader.TryReadUInt16(out ushort algorithm))
        {
            int size = shape.DigestSize(algorithm);
            if (algorithm == (ushort)bank)
            {
                digest = digests.Slice(reader.Position, size);
                return true;
            }
            reader.TrySkip((ulong)size);
        }
        return false;
    }
}
