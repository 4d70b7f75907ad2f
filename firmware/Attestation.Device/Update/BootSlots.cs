using Attestation.Device.Storage;

namespace Attestation.Device.Update;

/// <summary>Which of two slots a boot tries, and what is known of them: one record, so a loss of power leaves the state before or after a step.
/// <code>
/// 1 ‖ active slot ‖ slot on trial (255: none) ‖ trial boots left ‖ svn on trial (8) ‖ highest confirmed svn (8)
/// </code>
/// The record decides what is tried first, not what may run: signature, digests and rollback counter are judged at every boot.</summary>
public sealed class BootSlots
{
    /// <summary>How often new firmware is started before it must have been confirmed.</summary>
    public const byte TrialBoots = 3;

    private const int RecordSize = 20;
    private const byte Format = 1;
    private const byte None = 255;

    private static readonly string[] Names = new string[] { "slot-a", "slot-b" };

    private readonly TwinRecord _record;
    private readonly IRollbackCounter _counter;
    private byte _active;
    private byte _trial = None;
    private byte _left;
    private ulong _trialSvn;
    private ulong _confirmedSvn;
    private byte _running = None;
    private ulong _runningSvn;

    /// <summary>Reads the state; a board that has none yet starts with slot a, confirmed.</summary>
    public BootSlots(IDeviceStorage storage, IRollbackCounter counter)
    {
        _record = new TwinRecord(storage, "boot-state");
        _counter = counter;
        Load();
    }

    /// <summary>The slot that an update may write: the one that does not run.</summary>
    public string Spare => Names[Other(_running == None ? _active : _running)];

    /// <summary>The slot that runs; null when only the resident image does.</summary>
    public string Running => _running == None ? null : Names[_running];

    /// <summary>What runs has to be confirmed yet.</summary>
    public bool IsOnTrial => _trial != None && _trial == _running;

    /// <summary>The spare slot is complete and the next boot tries it.</summary>
    public bool IsTrialPending => _trial != None && _trial != _running;

    /// <summary>No update below it is taken, even where the rollback counter has not been advanced yet.</summary>
    public ulong ConfirmedSvn => _confirmedSvn;

    /// <summary>Both slots in the order in which this boot tries them. To be called once a boot: a trial is counted before it begins, so one that
    /// never comes back is counted too.</summary>
    public string[] TakeCandidates()
    {
        byte first = _active;
        if (_trial != None && _left == 0)
        {
            _trial = None;
            Keep();
        }
        else if (_trial != None)
        {
            _left--;
            if (Keep())
                first = _trial;
        }

        return new string[] { Names[first], Names[Other(first)] };
    }

    /// <summary>Which candidate was started. A slot on trial that was refused is not tried again; a rollback counter that a loss of power left
    /// behind is advanced.</summary>
    /// <param name="slot">One of the candidates.</param>
    /// <param name="svn">Its security version: a confirmation makes it the floor, for firmware that came with the device too.</param>
    public DeviceRefusal Started(string slot, ulong svn)
    {
        _runningSvn = svn;
        _running = slot == Names[0] ? (byte)0 : (byte)1;
        if (IsOnTrial)
            return DeviceRefusal.None;
        bool isKnown = _trial == None && _active == _running;
        _trial = None;
        _active = _running;
        return isKnown || Keep() ? AdvanceCounter() : DeviceRefusal.StorageFailed;
    }

    /// <summary>A candidate was good to look at, and could not be loaded: when it is on trial, it is not tried again.</summary>
    public void Refused(string slot)
    {
        if (_trial != None && Names[_trial] == slot)
            TryCancelTrial(); // where that fails, its trial boots end it
    }

    /// <summary>What runs is good, says the application. Repeating it does no harm.</summary>
    public DeviceRefusal Confirm()
    {
        if (_running == None)
            return DeviceRefusal.UpdateNotBegun;
        if (IsOnTrial || _runningSvn > _confirmedSvn)
        {
            _active = _running;
            if (IsOnTrial)
                _trial = None; // one that is pending stays
            _confirmedSvn = _runningSvn > _confirmedSvn ? _runningSvn : _confirmedSvn;
            if (!Keep())
                return DeviceRefusal.StorageFailed;
        }

        return AdvanceCounter();
    }

    /// <summary>The one step that makes an update count: from here on the next boots try the spare slot.</summary>
    internal bool TryBeginTrial(ulong svn)
    {
        _trial = Other(_running == None ? _active : _running);
        _left = TrialBoots;
        _trialSvn = svn;
        return Keep();
    }

    /// <summary>Before the spare slot is written again.</summary>
    internal bool TryCancelTrial()
    {
        if (!IsTrialPending)
            return true;
        _trial = None;
        return Keep();
    }

    /// <summary>Only after the state says confirmed: the other way round, a loss of power between the two would leave a board whose only confirmed
    /// firmware is too old to start.</summary>
    private DeviceRefusal AdvanceCounter()
    {
        if (!_counter.TryRead(out ulong value))
            return DeviceRefusal.RollbackCounter;
        return _confirmedSvn <= value || _counter.TryAdvance(_confirmedSvn) ? DeviceRefusal.None : DeviceRefusal.RollbackCounter;
    }

    private void Load()
    {
        if (!_record.TryRead(out byte[] content) || content.Length != RecordSize || content[0] != Format)
            return;
        if (content[1] > 1 || (content[2] > 1 && content[2] != None))
            return;
        _active = content[1];
        _trial = content[2];
        _left = content[3];
        _trialSvn = ReadNumber(content, 4);
        _confirmedSvn = ReadNumber(content, 12);
    }

    /// <summary>Writes the state; after a failure what is stored is the state again.</summary>
    private bool Keep()
    {
        byte[] content = new byte[RecordSize];
        content[0] = Format;
        content[1] = _active;
        content[2] = _trial;
        content[3] = _left;
        WriteNumber(_trialSvn, content, 4);
        WriteNumber(_confirmedSvn, content, 12);
        if (_record.TryWrite(content))
            return true;
        Load();
        return false;
    }

    private static byte Other(byte slot) => slot == 0 ? (byte)1 : (byte)0;

    private static ulong ReadNumber(byte[] content, int at)
    {
        ulong number = 0;
        for (int i = 0; i < 8; i++)
            number = (number << 8) | content[at + i];
        return number;
    }

    private static void WriteNumber(ulong number, byte[] content, int at)
    {
        for (int i = 0; i < 8; i++)
            content[at + i] = (byte)(number >> (56 - (8 * i)));
    }
}
