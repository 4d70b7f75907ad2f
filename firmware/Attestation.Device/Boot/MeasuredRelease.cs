using System;
using Attestation.Device.Manifest;
using Attestation.Device.Storage;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Boot;

/// <summary>The release of one slot, measured: every file was read once into memory, and what was hashed is the very array that is loaded later, so
/// nobody can change a file between measuring and loading. That costs no memory beyond what loading costs anyway, because an assembly that
/// nanoFramework loads from an array stays in that array.</summary>
internal sealed class MeasuredRelease
{
    private const int Chunk = 1024;

    private readonly IDeviceStorage _storage;
    private readonly string _slot;
    private readonly Sha512 _hash = new Sha512();

    private MeasuredRelease(IDeviceStorage storage, string slot)
    {
        _storage = storage;
        _slot = slot;
    }

    /// <summary>Verified.</summary>
    public UpdateManifest Manifest { get; private set; }

    /// <summary>One for each of the manifest's files, in its order.</summary>
    public byte[][] Images { get; private set; }

    /// <summary>Reads the manifest, asks whether this board may run it, and measures every file.</summary>
    /// <param name="storage">Where the slots are.</param>
    /// <param name="slot">Folder: <c>slot-a</c>.</param>
    /// <param name="key">The firmware key.</param>
    /// <param name="board">What this board may run.</param>
    /// <param name="lowestSvn">Of the rollback counter.</param>
    /// <param name="release">Null after a refusal.</param>
    public static DeviceRefusal Read(
        IDeviceStorage storage, string slot, FirmwareKey key, BoardClass board, ulong lowestSvn, out MeasuredRelease release)
    {
        release = null;
        MeasuredRelease candidate = new MeasuredRelease(storage, slot);
        DeviceRefusal refusal = candidate.ReadManifest(key);
        if (refusal == DeviceRefusal.None)
            refusal = board.Check(candidate.Manifest, lowestSvn);
        if (refusal == DeviceRefusal.None)
            refusal = candidate.ReadFiles();
        if (refusal == DeviceRefusal.None)
            release = candidate;
        return refusal;
    }

    /// <summary>Code hash of one layer: docs/formats/update-manifest.cddl, below the format.</summary>
    public byte[] CodeHash(UpdateLayer layer)
    {
        byte[] codeHash = new byte[Sha512.Size];
        if (layer.Files.Length == 1)
        {
            Array.Copy(layer.Files[0].Digest, 0, codeHash, 0, Sha512.Size);
            return codeHash;
        }

        byte[] label = System.Text.Encoding.UTF8.GetBytes("attestation file set\0");
        _hash.Update(label, 0, label.Length);
        for (int i = 0; i < layer.Files.Length; i++)
            _hash.Update(layer.Files[i].Digest, 0, Sha512.Size);
        _hash.Finish(codeHash, 0);
        return codeHash;
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
        byte[] digest = new byte[Sha512.Size];
        for (int i = 0; i < files.Length; i++)
        {
            DeviceRefusal refusal = ReadFile(files[i], digest, out Images[i]);
            if (refusal != DeviceRefusal.None)
                return refusal;
        }

        return DeviceRefusal.None;
    }

    /// <summary>A file's size is checked before memory is taken for it; each chunk is hashed in the array that it was read into.</summary>
    private DeviceRefusal ReadFile(UpdateFile file, byte[] digest, out byte[] image)
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
            _hash.Update(bytes, at, count);
        }

        _hash.Finish(digest, 0);
        for (int i = 0; i < digest.Length; i++)
        {
            if (digest[i] != file.Digest[i])
                return DeviceRefusal.FileDigest;
        }

        image = bytes;
        return DeviceRefusal.None;
    }

    private string NameOf(string file) => _slot + "/" + file;
}
