using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Lots;

/// <summary>An entry as a CBOR map in deterministic order (docs/formats/lot-journal.cddl).</summary>
public static class JournalEntryCbor
{
    private const int PreviousKey = 1, TimeKey = 2, KindKey = 3, LotKey = 4, DeviceKey = 5, KeyHashKey = 6, CertificateKey = 7, EndorsementKey = 8,
        RecordKey = 9, ReasonKey = 10, DetailKey = 11, SessionKey = 12;

    public static byte[] Encode(JournalEntry entry)
    {
        CborMapBuilder map = new CborMapBuilder()
            .Add(PreviousKey, entry.Previous).Add(TimeKey, entry.Time.ToUnixTimeMilliseconds()).Add(KindKey, (int)entry.Kind)
            .Add(DeviceKey, entry.DeviceId).Add(KeyHashKey, entry.KeyHash).Add(CertificateKey, entry.Certificate).Add(EndorsementKey, entry.Endorsement)
            .Add(RecordKey, entry.RecordDigest).Add(ReasonKey, entry.Reason).Add(DetailKey, entry.Detail);
        if (entry.Lot is { } lot)
            map.Add(LotKey, w => LotNameCbor.Write(w, lot));
        if (entry.Session is { } session)
            map.Add(SessionKey, w => Write(w, session));
        return map.Encode();
    }

    public static bool TryParse(ReadOnlyMemory<byte> bytes, out JournalEntry entry)
    {
        entry = null!;
        if (!StrictCborReader.TryOpen(bytes, out StrictCborReader reader, out _))
            return false;
        JournalEntry read = new((JournalEntryKind)(-1));
        if (!reader.TryReadMap(label => TryMember(reader, label.Integer, ref read)) || !IsComplete(read) || !Encode(read).AsSpan().SequenceEqual(bytes.Span))
            return false; // the last: members in another order, or without a hash or a time, were not written by Encode
        entry = read;
        return true;
    }

    private static bool TryMember(StrictCborReader reader, long? key, ref JournalEntry entry)
    {
        ReadOnlyMemory<byte> bytes;
        string text;
        switch (key)
        {
            case PreviousKey when reader.TryReadBytes(out bytes, JournalFrame.HashLength, JournalFrame.HashLength):
                entry = entry with { Previous = bytes };
                return true;
            case TimeKey when reader.TryReadInt64(out long time) && time is >= 0 and < 253_402_300_800_000: // the year 10000
                entry = entry with { Time = DateTimeOffset.FromUnixTimeMilliseconds(time) };
                return true;
            case KindKey when reader.TryReadInt32(out int kind, 0, (int)JournalEntryKind.Closed):
                entry = entry with { Kind = (JournalEntryKind)kind };
                return true;
            case LotKey when LotNameCbor.TryRead(reader, out LotName lot):
                entry = entry with { Lot = lot };
                return true;
            case DeviceKey when reader.TryReadText(out text):
                entry = entry with { DeviceId = text };
                return true;
            case KeyHashKey when reader.TryReadBytes(out bytes, JournalFrame.HashLength, JournalFrame.HashLength):
                entry = entry with { KeyHash = bytes };
                return true;
            case CertificateKey when reader.TryReadBytes(out bytes):
                entry = entry with { Certificate = bytes };
                return true;
            case EndorsementKey when reader.TryReadBytes(out bytes):
                entry = entry with { Endorsement = bytes };
                return true;
            case RecordKey when reader.TryReadBytes(out bytes, JournalFrame.HashLength, JournalFrame.HashLength):
                entry = entry with { RecordDigest = bytes };
                return true;
            case ReasonKey when reader.TryReadText(out text):
                entry = entry with { Reason = text };
                return true;
            case DetailKey when reader.TryReadText(out text):
                entry = entry with { Detail = text };
                return true;
            case SessionKey when TryReadSession(reader, out LotSession session):
                entry = entry with { Session = session };
                return true;
            default:
                return reader.Fail(CborReasons.Malformed);
        }
    }

    private static bool IsComplete(JournalEntry entry) => entry.Kind switch
    {
        JournalEntryKind.Opened => entry.Lot is not null,
        JournalEntryKind.Session => entry.Session is not null,
        JournalEntryKind.Begun => entry.DeviceId is not null,
        JournalEntryKind.Certified => entry is { DeviceId: not null, KeyHash: not null, Certificate: not null, Endorsement: not null },
        JournalEntryKind.Passed => entry is { DeviceId: not null, RecordDigest: not null },
        JournalEntryKind.Failed => entry is { DeviceId: not null, Reason: not null },
        JournalEntryKind.Closed => true,
        _ => false,
    };

    /// <summary><c>[station, operator, authority, repaired, * release]</c></summary>
    private static void Write(CborWriter writer, LotSession session)
    {
        writer.WriteStartArray(4 + session.Releases.Count);
        writer.WriteTextString(session.Station);
        writer.WriteTextString(session.Operator);
        writer.WriteByteString(session.Authority.Span);
        writer.WriteInt64(session.Repaired);
        foreach (ReadOnlyMemory<byte> release in session.Releases)
            writer.WriteByteString(release.Span);
        writer.WriteEndArray();
    }

    private static bool TryReadSession(StrictCborReader reader, out LotSession session)
    {
        session = null!;
        if (!reader.TryStartArray(out int count) || count is < 4 or > 4 + LotSession.MaxReleases
            || !reader.TryReadText(out string station) || !reader.TryReadText(out string name)
            || !reader.TryReadBytes(out ReadOnlyMemory<byte> authority, JournalFrame.HashLength, JournalFrame.HashLength) || !reader.TryReadInt64(out long repaired))
            return false;
        var releases = new List<ReadOnlyMemory<byte>>();
        for (int i = 4; i < count; i++)
        {
            if (!reader.TryReadBytes(out ReadOnlyMemory<byte> release, JournalFrame.HashLength, JournalFrame.HashLength))
                return false;
            releases.Add(release);
        }
        session = new LotSession(station, name, authority, releases) { Repaired = repaired };
        return reader.TryEndArray();
    }
}
