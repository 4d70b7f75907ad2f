using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.Lots;

/// <summary>The payload of a device record: a map in deterministic order.</summary>
public static class DeviceRecordCbor
{
    private const int Version = 1;
    private const int Digest = 32;
    private const int LongestUeid = 33;
    private const int MaxLocks = 64;

    private const int VersionKey = 1, LotKey = 2, DeviceKey = 3, UeidKey = 4, CertificateKey = 5, EndorsementKey = 6, LocksKey = 7, NonceKey = 8,
        EvidenceKey = 9, ResultKey = 10, VerifierKey = 11, TimeKey = 12, FirmwareKey = 13, SvnKey = 14;

    private const int Required = 12;

    public static byte[] Encode(DeviceRecord record)
    {
        CborMapBuilder map = new CborMapBuilder()
            .Add(VersionKey, Version).Add(LotKey, w => LotNameCbor.Write(w, record.Lot)).Add(DeviceKey, record.DeviceId).Add(UeidKey, record.Ueid)
            .Add(CertificateKey, record.UdsCertificate).Add(EndorsementKey, record.Endorsement)
            .Add(LocksKey, w =>
            {
                w.WriteStartArray(record.Locks.Count);
                foreach (string name in record.Locks)
                    w.WriteTextString(name);
                w.WriteEndArray();
            })
            .Add(NonceKey, record.Nonce).Add(EvidenceKey, record.EvidenceDigest).Add(ResultKey, record.Result).Add(VerifierKey, record.VerifierKey)
            .Add(TimeKey, record.PassedAt).Add(FirmwareKey, record.FirmwareVersion);
        if (record.Svn is { } svn)
            map.Add(SvnKey, w => w.WriteUInt64(svn));
        return map.Encode();
    }

    internal static bool TryParse(ReadOnlyMemory<byte> payload, out DeviceRecord record, out ParseError error)
    {
        record = null!;
        if (!StrictCborReader.TryOpen(payload, out StrictCborReader reader, out error))
            return false;
        var read = new Members();
        if (reader.TryReadMap(label => read.Read(reader, label.Integer)) && (read.Found >= Required || reader.FailAt(LineReasons.RecordForm, 0)))
        {
            record = read.ToRecord();
            return true;
        }
        error = reader.Error;
        return false;
    }

    /// <summary>What was read so far.</summary>
    private sealed class Members
    {
        private readonly List<string> _locks = [];
        private LotName? _lot;
        private string _device = "", _result = "";
        private ReadOnlyMemory<byte> _ueid, _certificate, _endorsement, _nonce, _evidence, _verifier;
        private long _time;
        private string? _firmware;
        private ulong? _svn;

        /// <summary>How many of the required members there were.</summary>
        public int Found { get; private set; }

        public bool Read(StrictCborReader reader, long? key)
        {
            if (key is >= VersionKey and <= TimeKey)
                Found++;
            return key switch
            {
                VersionKey => reader.TryReadInt32(out _, Version, Version),
                LotKey => LotNameCbor.TryRead(reader, out _lot!),
                DeviceKey => reader.TryReadText(out _device),
                UeidKey => reader.TryReadBytes(out _ueid, 1, LongestUeid),
                CertificateKey => reader.TryReadBytes(out _certificate, 1),
                EndorsementKey => reader.TryReadBytes(out _endorsement, 1),
                LocksKey => reader.TryReadArray(_ => ReadLock(reader), 1, MaxLocks),
                NonceKey => reader.TryReadBytes(out _nonce, 8, 64),
                EvidenceKey => reader.TryReadBytes(out _evidence, Digest, Digest),
                ResultKey => reader.TryReadText(out _result),
                VerifierKey => reader.TryReadBytes(out _verifier, 1),
                TimeKey => reader.TryReadInt64(out _time),
                FirmwareKey => reader.TryReadText(out _firmware!),
                SvnKey => ReadSvn(reader),
                _ => reader.Fail(LineReasons.RecordForm),
            };
        }

        public DeviceRecord ToRecord() => new()
        {
            Lot = _lot!,
            DeviceId = _device,
            Ueid = _ueid,
            UdsCertificate = _certificate,
            Endorsement = _endorsement,
            Locks = _locks,
            Nonce = _nonce,
            EvidenceDigest = _evidence,
            Result = _result,
            VerifierKey = _verifier,
            PassedAt = _time,
            FirmwareVersion = _firmware,
            Svn = _svn,
        };

        private bool ReadLock(StrictCborReader reader)
        {
            bool read = reader.TryReadText(out string name);
            _locks.Add(name);
            return read;
        }

        private bool ReadSvn(StrictCborReader reader)
        {
            bool read = reader.TryReadUInt64(out ulong svn);
            _svn = svn;
            return read;
        }
    }
}
