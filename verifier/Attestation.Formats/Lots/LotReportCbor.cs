using System.Formats.Cbor;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Lots;

/// <summary>The payload of a lot report: a map in deterministic order.</summary>
public static class LotReportCbor
{
    private const int Version = 1;
    private const int Digest = 32;

    private const int VersionKey = 1, LotKey = 2, StationsKey = 3, OperatorsKey = 4, FirstKey = 5, LastKey = 6, PassedKey = 7, FailuresKey = 8,
        ReleasesKey = 9, AuthorityKey = 10, EntriesKey = 11, HeadKey = 12;

    private const int Members = 12;

    public static byte[] Encode(LotReport report) => new CborMapBuilder()
        .Add(VersionKey, Version).Add(LotKey, w => LotNameCbor.Write(w, report.Lot))
        .Add(StationsKey, w => WriteList(w, report.Stations, static (writer, text) => writer.WriteTextString(text)))
        .Add(OperatorsKey, w => WriteList(w, report.Operators, static (writer, text) => writer.WriteTextString(text)))
        .Add(FirstKey, report.FirstTime).Add(LastKey, report.LastTime).Add(PassedKey, report.Passed)
        .Add(FailuresKey, w => WriteList(w, report.Failures, WriteFailures))
        .Add(ReleasesKey, w => WriteList(w, report.Releases, static (writer, digest) => writer.WriteByteString(digest.Span)))
        .Add(AuthorityKey, report.Authority).Add(EntriesKey, report.JournalEntries).Add(HeadKey, report.JournalHead)
        .Encode();

    internal static bool TryParse(ReadOnlyMemory<byte> payload, out LotReport report, out ParseError error)
    {
        report = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out error))
            return false;
        var read = new Reading();
        if (reader.TryReadMap(label => read.Member(reader, label.Integer)) && (read.Found == Members || reader.FailAt(LineReasons.ReportForm, 0)))
        {
            report = read.ToReport();
            return true;
        }
        error = reader.Error;
        return false;
    }

    private static void WriteFailures(CborWriter writer, LotFailures failures)
    {
        writer.WriteStartArray(2);
        writer.WriteTextString(failures.Reason);
        writer.WriteInt32(failures.Count);
        writer.WriteEndArray();
    }

    private static void WriteList<T>(CborWriter writer, IReadOnlyList<T> items, Action<CborWriter, T> write)
    {
        writer.WriteStartArray(items.Count);
        foreach (T item in items)
            write(writer, item);
        writer.WriteEndArray();
    }

    private sealed class Reading
    {
        private readonly List<string> _stations = [], _operators = [];
        private readonly List<LotFailures> _failures = [];
        private readonly List<ReadOnlyMemory<byte>> _releases = [];
        private LotName? _lot;
        private long _first, _last, _entries;
        private int _passed;
        private ReadOnlyMemory<byte> _authority, _head;

        public int Found { get; private set; }

        public bool Member(StrictCborReader reader, long? key)
        {
            Found++;
            return key switch
            {
                VersionKey => reader.TryReadInt32(out _, Version, Version),
                LotKey => LotNameCbor.TryRead(reader, out _lot!),
                StationsKey => ReadTexts(reader, _stations),
                OperatorsKey => ReadTexts(reader, _operators),
                FirstKey => reader.TryReadInt64(out _first),
                LastKey => reader.TryReadInt64(out _last),
                PassedKey => reader.TryReadInt32(out _passed, 0),
                FailuresKey => reader.TryReadArray(_ => ReadFailures(reader)),
                ReleasesKey => reader.TryReadArray(_ => ReadDigest(reader)),
                AuthorityKey => reader.TryReadBytes(out _authority, Digest, Digest),
                EntriesKey => reader.TryReadInt64(out _entries),
                HeadKey => reader.TryReadBytes(out _head, Digest, Digest),
                _ => reader.Fail(LineReasons.ReportForm),
            };
        }

        public LotReport ToReport() => new()
        {
            Lot = _lot!,
            Stations = _stations,
            Operators = _operators,
            FirstTime = _first,
            LastTime = _last,
            Passed = _passed,
            Failures = _failures,
            Releases = _releases,
            Authority = _authority,
            JournalEntries = _entries,
            JournalHead = _head,
        };

        private static bool ReadTexts(StrictCborReader reader, List<string> texts) => reader.TryReadArray(_ =>
        {
            bool read = reader.TryReadText(out string text);
            texts.Add(text);
            return read;
        });

        private bool ReadFailures(StrictCborReader reader)
        {
            if (!reader.TryStartArray(out int count) || count != 2 || !reader.TryReadText(out string reason) || !reader.TryReadInt32(out int devices, 1))
                return reader.Fail(LineReasons.ReportForm);
            _failures.Add(new LotFailures(reason, devices));
            return reader.TryEndArray();
        }

        private bool ReadDigest(StrictCborReader reader)
        {
            bool read = reader.TryReadBytes(out ReadOnlyMemory<byte> digest, Digest, Digest);
            _releases.Add(digest);
            return read;
        }
    }
}
