using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// A TCG event log, crypto-agile or SHA-1 (PC Client Platform Firmware Profile 1.06, section 10; as Linux hands it out in
/// binary_bios_measurements). The log proves nothing by itself: replay it (<see cref="PcrReplay"/>) and compare with quoted PCRs
/// (<see cref="LogComparison"/>). Records are views of the bytes that came; enumerating allocates nothing.
/// </summary>
public sealed class BootEventLog
{
    /// <summary>Largest log that is read, in bytes.</summary>
    public const int MaxSize = 64 << 20;

    private readonly ReadOnlyMemory<byte> records;
    private readonly LogShape shape;

    private BootEventLog(ReadOnlyMemory<byte> records, LogShape shape, SpecIdEvent? specId, int count, int padding) =>
        (this.records, this.shape, SpecId, Count, PaddingLength) = (records, shape, specId, count, padding);

    public EventLogForm Form => shape.Form;

    /// <summary>The banks for which each record has a digest, in the order of the log.</summary>
    public IReadOnlyList<LogBank> Banks => shape.Banks;

    /// <summary>The crypto-agile header; null for the SHA-1 form.</summary>
    public SpecIdEvent? SpecId { get; }

    /// <summary>Number of records, the header included.</summary>
    public int Count { get; }

    /// <summary>Bytes of the records, without padding.</summary>
    public int Length => records.Length;

    /// <summary>Bytes of 0x00 or 0xFF behind the last record: some firmware hands out its whole buffer.</summary>
    public int PaddingLength { get; }

    /// <summary>Does the log announce a bank?</summary>
    public bool HasBank(PcrBank bank) => shape.IndexOf((ushort)bank) >= 0;

    /// <summary>Walks the whole log once. A log with one record that cannot be read is refused: what follows it could not be told from data.</summary>
    /// <param name="bytes">The log; it must not change while the result is used.</param>
    /// <param name="log">The log.</param>
    /// <param name="error">What is wrong, with the byte and the number of the record.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out BootEventLog log, out ParseError error)
    {
        log = null!;
        if (bytes.IsEmpty || bytes.Length > MaxSize)
        {
            error = new ParseError(bytes.IsEmpty ? EventLogReasons.Empty : EventLogReasons.TooLarge, 0, "");
            return false;
        }
        if (!TryReadHeader(bytes, out LogShape shape, out SpecIdEvent? specId, out int offset, out int count, out error))
            return false;
        int padding = PaddingStart(bytes.Span);
        while (offset < padding)
        {
            if (!EventWalk.TryRead(bytes, shape, ref offset, count, out BootEvent boot, out error))
            {
                error = error.Within($"event[{count}]");
                return false;
            }
            if (specId is not null && IsSpecId(boot))
                return Refuse(boot.Offset, out error);
            count++;
        }
        log = new BootEventLog(bytes[..offset], shape, specId, count, bytes.Length - offset);
        return true;
    }

    /// <summary>The first record is in the old form in both kinds of log; a Spec ID event in it announces the new form for the rest.</summary>
    private static bool TryReadHeader(ReadOnlyMemory<byte> bytes, out LogShape shape, out SpecIdEvent? specId, out int offset, out int count, out ParseError error)
    {
        (shape, specId, offset, count) = (LogShape.Sha1, null, 0, 0);
        int behind = 0;
        if (!EventWalk.TryRead(bytes, LogShape.Sha1, ref behind, 0, out BootEvent first, out error))
        {
            error = error.Within("event[0]");
            return false;
        }
        if (!IsSpecId(first))
            return first.Extends || first.Data.Span.StartsWith(SpecIdEvent.AnySignature) || Refuse(0, out error);
        if (!SpecIdEvent.TryParse(first.Data, out specId, out error))
        {
            error = error.Within("event[0]", behind - first.Data.Length);
            return false;
        }
        shape = new LogShape(EventLogForm.CryptoAgile, [.. specId.Banks]);
        (offset, count) = (behind, 1);
        return true;
    }

    private static bool Refuse(int offset, out ParseError error)
    {
        error = new ParseError(EventLogReasons.SpecId, offset, "specIdEvent");
        return false;
    }

    private static bool IsSpecId(in BootEvent boot) => !boot.Extends && boot.Data.Span.StartsWith(SpecIdEvent.Signature);

    /// <summary>Where the last run of 0x00 or 0xFF begins. A record may end in such bytes, so it is padding only from a record's end on.</summary>
    private static int PaddingStart(ReadOnlySpan<byte> bytes) =>
        bytes[^1] is 0x00 or 0xFF ? bytes.LastIndexOfAnyExcept(bytes[^1]) + 1 : bytes.Length;

    /// <summary>Looks an event up by its number; walks the log from its start.</summary>
    public bool TryGetEvent(int number, out BootEvent boot)
    {
        foreach (BootEvent candidate in this)
        {
            boot = candidate;
            if (candidate.Index == number)
                return true;
        }
        boot = default;
        return false;
    }

    public Enumerator GetEnumerator() => new(this);

    /// <summary>The records in order.</summary>
    public struct Enumerator
    {
        private readonly BootEventLog log;
        private int offset;
        private int index;
        private BootEvent current;

        internal Enumerator(BootEventLog log) => (this.log, offset, index, current) = (log, 0, 0, default);

        public readonly BootEvent Current => current;

        public bool MoveNext()
        {
            if (index == log.Count)
                return false;
            LogShape shape = index == 0 ? LogShape.Sha1 : log.shape;
            bool read = EventWalk.TryRead(log.records, shape, ref offset, index, out current, out _);
            index++;
            return read;
        }
    }
}
