using System.Formats.Cbor;
using System.Security.Cryptography;
using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Ownership;

/// <summary>The payload of an entry: a map in deterministic order. docs/formats/owner-record.cddl, entry.</summary>
internal static class OwnerEntryCbor
{
    private const int Version = 1;
    private const int VersionKey = 1, UeidKey = 2, SequenceKey = 3, PreviousKey = 4, TimeKey = 5, KindKey = 6, ActionKey = 7, CounterKey = 8, NewOwnerKey = 9, OwnerNameKey = 10, AuthorisationKey = 11, KeysKey = 12;
    private const int MostKeys = 16, UeidSize = 33;
    private const string Authorised = "authorised", CarriedOut = "carried-out";

    public static byte[] Encode(OwnerEntry entry)
    {
        var map = new CborMapBuilder().Add(VersionKey, Version).Add(UeidKey, entry.Ueid).Add(SequenceKey, w => w.WriteUInt64(entry.Sequence)).Add(PreviousKey, entry.Previous)
            .Add(TimeKey, entry.Time.ToUnixTimeSeconds()).Add(KindKey, entry.Kind == OwnerEntryKind.Authorised ? Authorised : CarriedOut)
            .Add(ActionKey, OwnerAuthorisation.NameOf(entry.Action)).Add(CounterKey, w => w.WriteUInt64(entry.Counter));
        if (entry.NewOwner is { } owner)
            map.Add(NewOwnerKey, w => OwnerKeyCbor.Write(w, owner));
        if (entry.OwnerName.Length > 0)
            map.Add(OwnerNameKey, entry.OwnerName);
        if (!entry.Authorisation.IsEmpty)
            map.Add(AuthorisationKey, entry.Authorisation);
        return map.Add(KeysKey, w => WriteKeys(w, entry.Keys)).Encode();
    }

    public static bool TryParse(ReadOnlyMemory<byte> payload, out OwnerEntry entry)
    {
        entry = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out _))
            return false;
        var read = new Members();
        if (!reader.TryReadMap(label => TryReadMember(reader, label, read), max: KeysKey))
            return false;
        return read.TryMake(out entry) && Encode(entry).AsSpan().SequenceEqual(payload.Span); // an entry has one form only
    }

    private static bool TryReadMember(StrictCborReader reader, CborLabel label, Members read) => label.Integer switch
    {
        VersionKey => reader.TryReadInt32(out int _, Version, Version),
        UeidKey => reader.TryReadBytes(out read.Ueid, UeidSize, UeidSize),
        SequenceKey => reader.TryReadUInt64(out read.Sequence),
        PreviousKey => reader.TryReadBytes(out read.Previous, SHA256.HashSizeInBytes, SHA256.HashSizeInBytes),
        TimeKey => reader.TryReadInt64(out read.Time),
        KindKey => reader.TryReadText(out read.Kind),
        ActionKey => reader.TryReadText(out read.Action),
        CounterKey => reader.TryReadUInt64(out read.Counter),
        NewOwnerKey => OwnerKeyCbor.TryRead(reader, out read.NewOwner),
        OwnerNameKey => reader.TryReadText(out read.OwnerName),
        AuthorisationKey => reader.TryReadBytes(out read.Authorisation, 1, OwnerAuthorisation.Largest),
        KeysKey => reader.TryReadArray(_ => TryReadKey(reader, read.Keys), max: MostKeys),
        _ => reader.Fail(CborReasons.Type),
    };

    private static bool TryReadKey(StrictCborReader reader, List<ReadOnlyMemory<byte>> keys)
    {
        bool read = reader.TryReadBytes(out ReadOnlyMemory<byte> key, SHA256.HashSizeInBytes, SHA256.HashSizeInBytes);
        keys.Add(key);
        return read;
    }

    private static void WriteKeys(CborWriter writer, IReadOnlyList<ReadOnlyMemory<byte>> keys)
    {
        writer.WriteStartArray(keys.Count);
        foreach (ReadOnlyMemory<byte> key in keys)
            writer.WriteByteString(key.Span);
        writer.WriteEndArray();
    }

    private sealed class Members
    {
        /// <summary>9999-12-31T23:59:59Z</summary>
        private const long LastSecond = 253402300799;

        public readonly List<ReadOnlyMemory<byte>> Keys = [];
        public ReadOnlyMemory<byte> Ueid, Previous, Authorisation;
        public ulong Sequence, Counter;
        public long Time;
        public string Kind = "", Action = "", OwnerName = "";
        public VerificationKey? NewOwner;

        public bool TryMake(out OwnerEntry entry)
        {
            entry = null!;
            if (Kind is not (Authorised or CarriedOut) || Time is < 0 or > LastSecond || Ueid.IsEmpty || Previous.IsEmpty
                || Enum.GetValues<OwnerAction>().Where(a => OwnerAuthorisation.NameOf(a) == Action).ToArray() is not [var action])
                return false;
            var kind = Kind == Authorised ? OwnerEntryKind.Authorised : OwnerEntryKind.CarriedOut;
            entry = new OwnerEntry(kind, Ueid, Sequence, Previous, DateTimeOffset.FromUnixTimeSeconds(Time), action, Counter)
            {
                NewOwner = NewOwner,
                OwnerName = OwnerName,
                Authorisation = Authorisation,
                Keys = Keys,
            };
            return Authorisation.IsEmpty == (kind == OwnerEntryKind.CarriedOut);
        }
    }
}
