using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>A lot as its journal tells it, entry by entry. Holds about 150 bytes for each finished device, and certificates of unfinished ones only: those
/// of failed ones are read again from the journal when they are tried again.</summary>
public sealed class LotStanding
{
    private readonly Func<long, CertifiedDevice> _reread;
    private readonly Dictionary<string, OpenDevice> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FailedDevice> _failed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly List<LotSession> _sessions = [];
    private volatile LotNumbers _numbers = new(0, 0, 0, []);

    /// <param name="reread">The certified device of the entry that begins at this byte of the journal.</param>
    internal LotStanding(Func<long, CertifiedDevice> reread) => _reread = reread;

    /// <summary>From the first entry; null for an empty journal.</summary>
    public LotName? Lot { get; private set; }

    public bool IsClosed { get; private set; }

    public int Passed => _passed.Count;

    public int Failed => _failed.Count;

    public int Open => _open.Count;

    /// <summary>The counts of one moment; may be read while the line goes on.</summary>
    public LotNumbers Numbers => _numbers;

    public DateTimeOffset FirstTime { get; private set; }

    public DateTimeOffset LastTime { get; private set; }

    /// <summary>Every start of a station, in order.</summary>
    public IReadOnlyList<LotSession> Sessions => _sessions;

    public IReadOnlyCollection<string> OpenDevices => _open.Keys;

    /// <summary>Failed devices by reason, most frequent first; without those that are open.</summary>
    public IReadOnlyList<LotFailures> Failures => _numbers.Failures;

    /// <summary>Failed devices and the reason of each.</summary>
    public IEnumerable<(string DeviceId, string Reason)> FailedDevices => _failed.Select(f => (f.Key, f.Value.Reason));

    public DevicePhase PhaseOf(string deviceId) =>
        _open.ContainsKey(deviceId) ? DevicePhase.Open
        : _passed.Contains(deviceId) ? DevicePhase.Passed
        : _failed.ContainsKey(deviceId) ? DevicePhase.Failed
        : DevicePhase.Unknown;

    /// <summary>An unfinished device; null where it is not one.</summary>
    public OpenDevice? Find(string deviceId) => _open.GetValueOrDefault(deviceId);

    /// <summary>Takes the next entry in.</summary>
    /// <param name="entry">Read, or just appended.</param>
    /// <param name="at">Where it begins in the journal.</param>
    /// <returns>False where it contradicts those before: a journal that this program did not write.</returns>
    internal bool TryTake(JournalEntry entry, long at)
    {
        bool first = Lot is null;
        if (IsClosed || first != (entry.Kind == JournalEntryKind.Opened))
            return false;
        if (first)
            (Lot, FirstTime) = (entry.Lot, entry.Time);
        LastTime = entry.Time;
        string id = entry.DeviceId ?? "";
        bool taken = entry.Kind switch
        {
            JournalEntryKind.Begun => TryBegin(id, entry),
            JournalEntryKind.Certified => TryCertify(id, entry, at),
            JournalEntryKind.Passed => _open.Remove(id) && _passed.Add(id),
            JournalEntryKind.Failed => TryFail(id, entry),
            JournalEntryKind.Session => Add(entry.Session!),
            JournalEntryKind.Closed => IsClosed = true,
            _ => true,
        };
        if (entry.DeviceId is not null)
            Count();
        return taken;
    }

    /// <summary>A failed device that is tried again goes on with what was certified then; an open one that is begun again gets a new secret, and with it a
    /// new certificate.</summary>
    private bool TryBegin(string id, JournalEntry entry)
    {
        if (_passed.Contains(id))
            return false;
        if (_failed.Remove(id, out FailedDevice? before))
        {
            if (--_reasons[before.Reason] == 0)
                _reasons.Remove(before.Reason);
            _open[id] = new OpenDevice(entry.KeyHash ?? before.ExpectedKey, before.CertifiedAt is { } at ? _reread(at) : null, before.CertifiedAt);
            return true;
        }
        _open[id] = new OpenDevice(entry.KeyHash, null, null);
        return true;
    }

    private bool TryCertify(string id, JournalEntry entry, long at)
    {
        if (!_open.TryGetValue(id, out OpenDevice? open))
            return false;
        _open[id] = open with { Made = CertifiedDevice.Of(entry), CertifiedAt = at };
        return true;
    }

    private bool TryFail(string id, JournalEntry entry)
    {
        if (!_open.Remove(id, out OpenDevice? open))
            return false;
        string reason = Known(entry.Reason!);
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
        return _failed.TryAdd(id, new FailedDevice(reason, open.ExpectedKey, open.CertifiedAt));
    }

    private bool Add(LotSession session)
    {
        _sessions.Add(session);
        return true;
    }

    private void Count() => _numbers = new LotNumbers(_passed.Count, _failed.Count, _open.Count,
        [.. _reasons.Select(r => new LotFailures(r.Key, r.Value)).OrderByDescending(f => f.Count).ThenBy(f => f.Reason, StringComparer.Ordinal)]);

    /// <summary>The table's own string: ten thousand failures share it.</summary>
    private static string Known(string reason) => ReasonTable.TryFind(reason, out ReasonCode known) ? known.Id : reason;

    /// <summary>What a device that failed left behind.</summary>
    private sealed record FailedDevice(string Reason, ReadOnlyMemory<byte>? ExpectedKey, long? CertifiedAt);
}
