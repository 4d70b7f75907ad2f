using Attestation.Device.Manifest;
using Attestation.Device.Operations;
using Attestation.Device.Storage;

namespace Attestation.Device.Boot;

/// <summary>The release of one slot, measured: every file was read once into memory, and what was hashed is the very array that is loaded later, so
/// nobody can change a file between measuring and loading. That costs no memory beyond what loading costs anyway, because an assembly that
/// nanoFramework loads from an array stays in that array.</summary>
internal sealed class MeasuredRelease
{
    private const int Chunk = 1024;

    private readonly IDeviceStorage _storage;
    private readonly IHmacSha512 _native;
    private readonly string _slot;

    private MeasuredRelease(IDeviceStorage storage, IHmacSha512 native, string slot)
    {
        _storage = storage;
        _native = native;
        _slot = slot;
    }

    /// <summary>Verified.</summary>
    public UpdateManifest Manifest { get; private set; }

    /// <summary>One for each of the manifest's files, in its order.</summary>
    public byte[][] Images { get; private set; }

    /// <summary>Reads the manifest, asks whether this board may run it, and measures every file.</summary>
    /// <param name="storage">Where the slots are.</param>
    /// <param name="native">Of the board; null where it has none.</param>
    /// <param name="slot">Folder: <c>slot-a</c>.</param>
    /// <param name="key">The firmware key.</param>
    /// <param name="board">What this board may run.</param>
    /// <param name="lowestSvn">Of the rollback counter.</param>
    /// <param name="release">Null after a refusal.</param>
    public static DeviceRefusal Read(
        IDeviceStorage storage, IHmacSha512 native, string slot, FirmwareKey key, BoardClass board, ulong lowestSvn, out MeasuredRelease release)
    {
        release = null;
        MeasuredRelease candidate = new MeasuredRelease(storage, native, slot);
        DeviceRefusal refusal = candidate.ReadManifest(key);
        if (refusal == DeviceRefusal.None)
            refusal = board.Check(candidate.Manifest, lowestSvn);
        if (refusal == DeviceRefusal.None)
            refusal = candidate.ReadFiles();
        if (refusal == DeviceRefusal.None)
            release = candidate;
        return refusal;
    }

    private DeviceRefusal ReadManifest(FirmwareKey key)
    {
        string name = NameOf(UpdateManifest.FileName);
        int size = _storage.Size(name);
        if (size < 0)
            return DeviceRefusal.NoRelease;
        if (size > UpdateManifest.LargestSize)
            return DeviceRefusal.MessageSize;
        byte[] signed = new byte[size];
        if (!_storage.TryRead(name, 0, signed, 0, size))
            return DeviceRefusal.StorageFailed;
        DeviceRefusal refusal = UpdateManifest.Verify(signed, key, out UpdateManifest manifest);
        Manifest = manifest;
        return refusal;
    }

    private DeviceRefusal ReadFiles()
    {
        UpdateFile[] files = Manifest.Files;
        Images = new byte[files.Length][];
        FileMeter meter = new FileMeter(Manifest.Measurement);
        for (int i = 0; i < files.Length; i++)
        {
            DeviceRefusal refusal = ReadFile(files[i], meter, out Images[i]);
            if (refusal != DeviceRefusal.None)
                return refusal;
        }

        return DeviceRefusal.None;
    }

    /// <summary>A file's size is checked before memory is taken for it; it is measured in the array that it was read into.</summary>
    private DeviceRefusal ReadFile(UpdateFile file, FileMeter meter, out byte[] image)
    {
        image = null;
        string name = NameOf(file.Name);
        int size = _storage.Size(name);
        if (size < 0)
            return DeviceRefusal.FileMissing;
        if (size != file.Size)
            return DeviceRefusal.FileSize;
        byte[] bytes = new byte[size];
        for (int at = 0; at < size; at += Chunk)
        {
            int count = size - at < Chunk ? size - at : Chunk;
            if (!_storage.TryRead(name, at, bytes, at, count))
                return DeviceRefusal.StorageFailed;
        }

        byte[] digest = Measure(bytes, meter);
        for (int i = 0; i < digest.Length; i++)
        {
            if (digest[i] != file.Digest[i])
                return DeviceRefusal.FileDigest;
        }

        image = bytes;
        return DeviceRefusal.None;
    }

    /// <summary>By native code where the manifest and the board let it; a native tag that is wrong refuses the file like any other difference.</summary>
    private byte[] Measure(byte[] image, FileMeter meter)
    {
        byte[] digest = new byte[FileMeter.Size];
        if (!FileMeter.TryNative(Manifest.Measurement, _native, image, digest))
        {
            meter.Update(image, 0, image.Length);
            meter.Finish(digest);
        }

        return digest;
    }

    private string NameOf(string file) => _slot + "/" + file;
}
