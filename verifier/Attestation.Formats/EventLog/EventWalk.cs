using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>Reads one record at a place of the log. Copies nothing.</summary>
internal static class EventWalk
{
    /// <summary>Reads the record at <paramref name="offset"/>.</summary>
    /// <param name="log">The whole log.</param>
    /// <param name="shape">Its form and banks.</param>
    /// <param name="offset">Where the record begins; behind it on success, unchanged on failure.</param>
    /// <param name="index">Number of the record.</param>
    /// <param name="value">The record, as a view.</param>
    /// <param name="error">What is wrong with it; the path is the caller's to set, since a string for each record would be garbage.</param>
    internal static bool TryRead(ReadOnlyMemory<byte> log, LogShape shape, ref int offset, int index, out BootEvent value, out ParseError error)
    {
        value = default;
        var reader = new LittleEndianReader(log.Span[offset..]);
        error = new ParseError(EventLogReasons.Truncated, offset, "");
        if (!reader.TryReadUInt32(out uint pcr) || !reader.TryReadUInt32(out uint type))
            return false;
        if (pcr >= PcrBanks.PcrCount && type != (uint)EventType.NoAction)
            return Fail(EventLogReasons.PcrIndex, offset, out error);
        int digests = offset + reader.Position + (shape.Form == EventLogForm.Sha1 ? 0 : 4);
        if (!TrySkipDigests(ref reader, shape, type != (uint)EventType.NoAction, ref error))
            return false;
        int digestsEnd = offset + reader.Position;
        if (!reader.TryReadUInt32(out uint size))
            return false;
        if (size > (uint)reader.Left)
            return Fail(EventLogReasons.EventSize, digestsEnd, out error);
        int data = offset + reader.Position;
        value = new BootEvent(index, offset, pcr, (EventType)type, log[digests..digestsEnd], shape, log.Slice(data, (int)size));
        offset = data + (int)size;
        error = default;
        return true;
    }

    /// <summary>TPML_DIGEST_VALUES: each announced bank once. Only EV_NO_ACTION, which extends nothing, may leave banks out.</summary>
    private static bool TrySkipDigests(ref LittleEndianReader reader, LogShape shape, bool allBanks, ref ParseError error)
    {
        if (shape.Form == EventLogForm.Sha1)
            return reader.TrySkip(20);
        int at = error.Offset + reader.Position;
        if (!reader.TryReadUInt32(out uint count))
            return false;
        if (count > shape.Banks.Length || (allBanks && count != shape.Banks.Length))
            return Misfit(ref error, at);
        uint seen = 0;
        for (uint i = 0; i < count; i++)
        {
            if (!reader.TryReadUInt16(out ushort algorithm))
                return false;
            int bank = shape.IndexOf(algorithm);
            if (bank < 0 || (seen & (1u << bank)) != 0)
                return Misfit(ref error, at);
            seen |= 1u << bank;
            if (!reader.TrySkip((ulong)shape.Banks[bank].DigestSize))
                return false;
        }
        return true;
    }

    private static bool Misfit(ref ParseError error, int offset)
    {
        error = error with { Code = EventLogReasons.Digests, Offset = offset };
        return false;
    }

    private static bool Fail(ReasonCode code, int offset, out ParseError error)
    {
        error = new ParseError(code, offset, "");
        return false;
    }
}
