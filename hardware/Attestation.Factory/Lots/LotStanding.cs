using Attestation.Formats.Lots;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Lots;

/// <summary>A lot as its journal tells it, entry by entry. Holds about 150 bytes for each finished device, and certificates of unfinished ones only.</summary>
public sealed class LotStanding
{
    private readonly Dictionary<string, OpenDevice> _open = new(StringComparer.Ordinal);
    private readonly HashSet<string> _passed = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _failed = new(StringComparer.Ordinal);
    private readonly List<LotSession> _sessions = [];

    /// <summary>From the first entry; null for an empty journal.</summary>
    public LotName? Lot { get; private set; }

    public bool IsClosed { get; private set; }

    public int Passed => _passed.Count;

    public int Failed => _failed.Count;

    public int Open => _open.Count;

    public DateTimeOffset FirstTime { get; private set; }

    public DateTimeOffset LastTime { get; private set; }

    /// <summary>Every start of a station, in order.</summary>
    public IReadOnlyList<LotSession> Sessions => _sessions;

    public IReadOnlyCollection<string> OpenDevices => _open.Keys;

    /// <summary>Failed devices by reason, most frequent first; without those that are open.</summary>
    public IReadOnlyList<LotFailures> Failures =>
        [.. _failed.Values.GroupBy(r => r, StringComparer.Ordinal).Select(g => new LotFailures(g.Key, g.Count())).OrderByDescending(f => f.Count).ThenBy(f => f.Reason, StringComparer.Ordinal)];

    public DevicePhase PhaseOf(string deviceId) =>
        _open.ContainsKey(deviceId) ? DevicePhase.Open
        : _passed.Contains(deviceId) ? DevicePhase.Passed
        : _failed.ContainsKey(deviceId) ? DevicePhase.Failed
        : DevicePhase.Unknown;

    /// <summary>An unfinished device; null where it is not one.</summary>
    public OpenDevice? Find(string deviceId) => _open.GetValueOrDefault(deviceId);

    /// <summary>Takes the next entry in.</summary>
    /// <returns>False where it contradicts those before: a journal that this program did not write.</returns>
    internal bool TryTake(JournalEntry entry)
    {
        bool first = Lot is null;
        if (IsClosed || first != (entry.Kind == JournalEntryKind.Opened))
            return false;
        if (first)
            (Lot, FirstTime) = (entry.Lot, entry.Time);
        LastTime = entry.Time;
        string id = entry.DeviceId ?? "";
        return entry.Kind switch
        {
            JournalEntryKind.Begun => TryBegin(id, entry),
            JournalEntryKind.Certified => TryCertify(id, entry),
            JournalEntryKind.Passed => _open.Remove(id) && _passed.Add(id),
            JournalEntryKind.Failed => _open.Remove(id) && _failed.TryAdd(id, Known(entry.Reason!)),
            JournalEntryKind.Session => Add(entry.Session!),
            JournalEntryKind.Closed => IsClosed = true,
            _ => true,
        };
    }

    private bool TryBegin(string id, JournalEntry entry)
    {
        if (_passed.Contains(id))
            return false;
        _failed.Remove(id);
        _open[id] = new OpenDevice(entry.KeyHash, null);
        return true;
    }

    private bool TryCertify(string id, JournalEntry entry)
    {
        if (!_open.TryGetValue(id, out OpenDevice? open))
            return false;
        _open[id] = open with { Made = new CertifiedDevice(entry.KeyHash!.Value, entry.Certificate!.Value, entry.Endorsement!.Value) };
        return true;
    }

    private bool Add(LotSession session)
    {
        _sessions.Add(session);
        return true;
    }

    /// <summary>The table's own string: ten thousand failures share it.</summary>
    private static string Known(string reason) => ReasonTable.TryFind(reason, out ReasonCode known) ? known.Id : reason;
}
