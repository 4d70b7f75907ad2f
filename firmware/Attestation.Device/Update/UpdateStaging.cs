using Attestation.Device.Manifest;
using Attestation.Device.Storage;

namespace Attestation.Device.Update;

/// <summary>Takes an update into the spare slot: begin, pieces, commit. The slot that runs is never touched, nothing is erased before the manifest
/// is verified, and until <see cref="Commit"/> the board boots what it booted before. After a loss of power the same manifest begins again and
/// <see cref="NextFile"/>, <see cref="NextOffset"/> say where to go on.</summary>
public sealed class UpdateStaging
{
    /// <summary>The most bytes of one piece.</summary>
    public const int LargestPiece = 1024;

    /// <summary>Blocks in which storages erase; what lay in the block of a torn write is sent again.</summary>
    private const int Block = 4096;

    private readonly IDeviceStorage _storage;
    private readonly BootSlots _slots;
    private readonly IRollbackCounter _counter;
    private readonly FirmwareKey _key;
    private readonly BoardClass _board;
    private UpdateManifest _manifest;
    private bool _isInstalled;
    private int _next;

    public UpdateStaging(IDeviceStorage storage, BootSlots slots, IRollbackCounter counter, FirmwareKey key, BoardClass board)
    {
        _storage = storage;
        _slots = slots;
        _counter = counter;
        _key = key;
        _board = board;
    }

    /// <summary>The file that is wanted next; null when none is.</summary>
    public string NextFile => _manifest != null && _next < _manifest.Files.Length ? _manifest.Files[_next].Name : null;

    /// <summary>From which byte on.</summary>
    public int NextOffset { get; private set; }

    /// <summary>Begins an update or goes on with it. The manifest that runs already is answered with <see cref="DeviceRefusal.None"/> and nothing
    /// is wanted.</summary>
    public DeviceRefusal Begin(byte[] signed)
    {
        _manifest = null;
        DeviceRefusal refusal = Judge(signed, out UpdateManifest manifest);
        if (refusal != DeviceRefusal.None)
            return refusal;
        _isInstalled = _slots.Running != null && SlotFiles.HasContent(_storage, _slots.Running + "/" + UpdateManifest.FileName, signed);
        if (_isInstalled)
            return DeviceRefusal.None;
        if (_slots.IsOnTrial)
            return DeviceRefusal.UpdateOnTrial;
        if (!SlotFiles.HasContent(_storage, NameOf(UpdateManifest.FileName), signed) && !TryMakeRoom(manifest, signed))
            return DeviceRefusal.StorageFailed;
        _manifest = manifest;
        if (_slots.IsTrialPending)
            _next = manifest.Files.Length;
        else
            FindPlace();
        return DeviceRefusal.None;
    }

    /// <summary>The next piece, of 1 to <see cref="LargestPiece"/> bytes.</summary>
    public DeviceRefusal Write(string file, int position, byte[] data, int offset, int count)
    {
        if (_manifest == null)
            return DeviceRefusal.UpdateNotBegun;
        if (file != NextFile || file == null || position != NextOffset)
            return DeviceRefusal.UpdateOffset;
        int size = _manifest.Files[_next].Size;
        if (count <= 0 || count > LargestPiece || count > size - position)
            return DeviceRefusal.UpdateOffset;
        if (!_storage.TryWrite(NameOf(file), position, data, offset, count))
        {
            FindPlace();
            return DeviceRefusal.StorageFailed;
        }

        NextOffset += count;
        if (NextOffset == size)
        {
            _next = FirstIncomplete();
            NextOffset = 0;
        }

        return DeviceRefusal.None;
    }

    /// <summary>Reads every file back and lets the next boot try them. A file with another digest is deleted, to be sent again.</summary>
    public DeviceRefusal Commit()
    {
        if (_isInstalled && _manifest == null)
            return DeviceRefusal.None;
        if (_manifest == null)
            return DeviceRefusal.UpdateNotBegun;
        if (_slots.IsTrialPending)
            return DeviceRefusal.None;
        if (FirstIncomplete() != _manifest.Files.Length)
            return DeviceRefusal.UpdateIncomplete;
        for (int i = 0; i < _manifest.Files.Length; i++)
        {
            UpdateFile file = _manifest.Files[i];
            if (SlotFiles.HasDigest(_storage, NameOf(file.Name), file, _manifest.Measurement))
                continue;
            if (!_storage.TryDelete(NameOf(file.Name)))
                return DeviceRefusal.StorageFailed;
            FindPlace();
            return DeviceRefusal.FileDigest;
        }

        return _slots.TryBeginTrial(_manifest.Svn) ? DeviceRefusal.None : DeviceRefusal.StorageFailed;
    }

    private DeviceRefusal Judge(byte[] signed, out UpdateManifest manifest)
    {
        DeviceRefusal refusal = UpdateManifest.Verify(signed, _key, out manifest);
        if (refusal != DeviceRefusal.None)
            return refusal;
        if (!_counter.TryRead(out ulong lowest))
            return DeviceRefusal.RollbackCounter;
        return _board.Check(manifest, lowest > _slots.ConfirmedSvn ? lowest : _slots.ConfirmedSvn);
    }

    /// <summary>The old manifest goes last: until then it says which files are there, also after a loss of power.</summary>
    private bool TryMakeRoom(UpdateManifest manifest, byte[] signed)
    {
        string name = NameOf(UpdateManifest.FileName);
        if (!_slots.TryCancelTrial())
            return false;
        byte[] old = SlotFiles.Read(_storage, name, UpdateManifest.LargestSize);
        if (UpdateManifest.Verify(old, _key, out UpdateManifest before) == DeviceRefusal.None && !TryDeleteFiles(before))
            return false;
        return TryDeleteFiles(manifest) && TryDelete(name) && _storage.TryWrite(name, 0, signed, 0, signed.Length);
    }

    private bool TryDeleteFiles(UpdateManifest manifest)
    {
        for (int i = 0; i < manifest.Files.Length; i++)
        {
            if (!TryDelete(NameOf(manifest.Files[i].Name)))
                return false;
        }

        return true;
    }

    private bool TryDelete(string name) => _storage.Size(name) < 0 || _storage.TryDelete(name);

    private int FirstIncomplete()
    {
        int i = 0;
        while (i < _manifest.Files.Length && _storage.Size(NameOf(_manifest.Files[i].Name)) == _manifest.Files[i].Size)
            i++;
        return i;
    }

    /// <summary>Goes back to before the last write, which may be torn: a piece and the block it lay in.</summary>
    private void FindPlace()
    {
        _next = FirstIncomplete();
        NextOffset = 0;
        int stored = _next < _manifest.Files.Length ? _storage.Size(NameOf(_manifest.Files[_next].Name)) : 0;
        if (_next < _manifest.Files.Length && stored > _manifest.Files[_next].Size)
            stored = _storage.TryDelete(NameOf(_manifest.Files[_next].Name)) ? 0 : stored;
        if (stored <= 0 && _next > 0)
        {
            _next--;
            stored = _manifest.Files[_next].Size;
        }

        if (stored > LargestPiece)
            NextOffset = (stored - LargestPiece) & ~(Block - 1);
    }

    private string NameOf(string file) => _slots.Spare + "/" + file;
}
