using System.Security.Cryptography;
using Attestation.Factory.Files;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>A lot on disk, open for one station: <c>journal</c>, <c>devices/SERIAL.record</c>, and at the end <c>lot.report</c>. What is journalled is
/// durable before the call returns, and a record before the entry that names it. Not for several tasks. docs/factory-line.md, "Lots".</summary>
public sealed class LotFolder : IDisposable
{
    public const string JournalName = "journal";
    public const string ReportName = "lot.report";
    public const string RecordsName = "devices";
    public const string RecordEnding = ".record";
    private const string LockName = "lot.lock";
    private const int LongestDetail = 500;

    private readonly FileStream _lock;
    private readonly Journal _journal;
    private readonly TimeProvider _clock;

    private LotFolder(string path, FileStream held, Journal journal, LotStanding standing, TimeProvider clock) =>
        (Path, _lock, _journal, Standing, _clock) = (path, held, journal, standing, clock);

    public string Path { get; }

    public LotStanding Standing { get; }

    public LotName Lot => Standing.Lot!;

    /// <summary>Where a device's record is.</summary>
    public static string RecordPath(string folder, string deviceId) => System.IO.Path.Combine(folder, RecordsName, deviceId + RecordEnding);

    /// <summary>Begins a lot in an absent or empty folder, or goes on with the one that is there.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="settings">What the lot is to be; its id counts for a new one only.</param>
    /// <param name="session">Who begins to work.</param>
    /// <param name="clock">Times of entries.</param>
    /// <exception cref="FactoryException"><c>factory.lot-busy</c>, <c>factory.lot-other</c>, <c>factory.lot-closed</c>, <c>factory.journal-broken</c>, <c>factory.write-failed</c>.</exception>
    public static LotFolder Open(string path, LotName settings, LotSession session, TimeProvider clock)
    {
        if (session.Releases.Count > LotSession.MaxReleases) // before a new lot's first entry
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: a session has at most {LotSession.MaxReleases} releases, not {session.Releases.Count}.");
        LotFolder lot = Lock(path, clock, isNew: () => !Directory.Exists(path) || !Directory.EnumerateFileSystemEntries(path).Any());
        try
        {
            if (lot.Standing.Lot is null)
                lot.Append(new JournalEntry(JournalEntryKind.Opened) { Lot = settings });
            else if (!lot.Lot.HasSettingsOf(settings))
                throw new FactoryException(LineReasons.LotOther, $"{path} is lot {lot.Lot.Name}: {lot.Lot.Vendor} {lot.Lot.Model}, board {lot.Lot.Board}, scheme {lot.Lot.Scheme}, {lot.Lot.Algorithm}.");
            if (lot.Standing.IsClosed)
                throw new FactoryException(LineReasons.LotClosed, path);
            lot.Append(new JournalEntry(JournalEntryKind.Session) { Session = session with { Repaired = lot._journal.Repaired } });
            return lot;
        }
        catch
        {
            lot.Dispose();
            throw;
        }
    }

    /// <summary>Opens a lot that is there, to close it.</summary>
    /// <exception cref="FactoryException">As <see cref="Open"/>.</exception>
    public static LotFolder OpenExisting(string path, TimeProvider clock)
    {
        if (!File.Exists(System.IO.Path.Combine(path, JournalName)))
            throw new FactoryException(LineReasons.LotOther, $"{path} holds no journal.");
        LotFolder lot = Lock(path, clock, isNew: () => false);
        if (lot.Standing.Lot is not null)
            return lot;
        lot.Dispose();
        throw new FactoryException(LineReasons.LotOther, $"{path} holds an empty journal.");
    }

    /// <summary>A device is about to be written to.</summary>
    /// <param name="deviceId">Its serial number in hex.</param>
    /// <param name="expectedKey">Scheme 1: SHA-256 of the public key of the secret that it will get.</param>
    public void Begin(string deviceId, ReadOnlyMemory<byte>? expectedKey = null) =>
        Append(new JournalEntry(JournalEntryKind.Begun) { DeviceId = deviceId, KeyHash = expectedKey });

    public void Certify(string deviceId, CertifiedDevice made) => Append(new JournalEntry(JournalEntryKind.Certified)
    {
        DeviceId = deviceId,
        KeyHash = made.KeyHash,
        Certificate = made.Certificate,
        Endorsement = made.Endorsement,
    });

    /// <summary>Writes the signed record and counts the device as passed. A record that a kill left without its entry is replaced.</summary>
    public void Pass(DeviceRecord record, SigningKey key)
    {
        byte[] signed = new CoseSign1Writer().WithContentType(DeviceRecord.MediaType).WithKeyId(key.PublicKey.Thumbprint).Sign(key, DeviceRecordCbor.Encode(record));
        string path = RecordPath(Path, record.DeviceId);
        AtomicFile.Write(path, signed, AtomicFile.Public, overwrite: true);
        Append(new JournalEntry(JournalEntryKind.Passed) { DeviceId = record.DeviceId, RecordDigest = SHA256.HashData(signed) });
    }

    /// <summary>Counts the device as failed. A record that a kill left without its entry, before the device failed after all, goes.</summary>
    public void Fail(string deviceId, ReasonCode reason, string detail)
    {
        File.Delete(RecordPath(Path, deviceId));
        Append(new JournalEntry(JournalEntryKind.Failed)
        {
            DeviceId = deviceId,
            Reason = reason.Id,
            Detail = string.Concat(detail.EnumerateRunes().Take(LongestDetail)), // whole characters: half of one is no text that an entry can hold
        });
    }

    /// <summary>Ends the lot and signs its report; a lot that is closed already gets its report again.</summary>
    public LotReport Close(SigningKey key)
    {
        if (!Standing.IsClosed)
            Append(new JournalEntry(JournalEntryKind.Closed));
        LotReport report = LotReports.Of(Standing, _journal.Entries, _journal.Head);
        byte[] signed = new CoseSign1Writer().WithContentType(LotReport.MediaType).WithKeyId(key.PublicKey.Thumbprint).Sign(key, LotReportCbor.Encode(report));
        AtomicFile.Write(System.IO.Path.Combine(Path, ReportName), signed, AtomicFile.Public, overwrite: true);
        return report;
    }

    public void Dispose()
    {
        _journal.Dispose();
        _lock.Dispose();
    }

    private static LotFolder Lock(string path, TimeProvider clock, Func<bool> isNew)
    {
        bool fresh = isNew();
        if (!fresh && !File.Exists(System.IO.Path.Combine(path, LockName)) && !File.Exists(System.IO.Path.Combine(path, JournalName)))
            throw new FactoryException(LineReasons.LotOther, $"{path} is not empty and no lot.");
        FileStream held = Hold(path);
        try
        {
            string records = System.IO.Path.Combine(path, RecordsName);
            FolderSync.Create(records);
            foreach (string part in Directory.EnumerateFiles(records, "*.part"))
                File.Delete(part); // what a kill left of a record
            LotStanding? standing = null;
            string name = System.IO.Path.Combine(path, JournalName);
            Journal journal = Journal.Open(name, (reader, entry, at) => Take(standing ??= new LotStanding(reader.CertifiedAt), entry, at, name));
            FolderSync.Flush(path); // an entry is as durable as the name of its file
            return new LotFolder(path, held, journal, standing ?? new LotStanding(journal.CertifiedAt), clock);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    private static FileStream Hold(string path)
    {
        try
        {
            FolderSync.Create(path);
            return new FileStream(System.IO.Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new FactoryException(FactoryReasons.WriteFailed, $"{path}: {e.Message}", e);
        }
        catch (IOException e)
        {
            throw new FactoryException(File.Exists(System.IO.Path.Combine(path, LockName)) ? LineReasons.LotBusy : FactoryReasons.WriteFailed, path, e);
        }
    }

    private void Append(JournalEntry entry)
    {
        JournalEntry timed = entry with { Time = _clock.GetUtcNow() };
        Take(Standing, timed, _journal.Append(timed), Path);
    }

    private static void Take(LotStanding standing, JournalEntry entry, long at, string name)
    {
        if (!standing.TryTake(entry, at))
            throw new FactoryException(LineReasons.JournalBroken, $"{name}: {entry.Kind} of {entry.DeviceId ?? "the lot"} cannot follow what stands before it.");
    }
}
