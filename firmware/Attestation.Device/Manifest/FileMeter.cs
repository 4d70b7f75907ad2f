using System;
using System.Text;
using Attestation.Device.Operations;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Manifest;

/// <summary>Measures files as a manifest says, and layers from their files. docs/formats/update-manifest.cddl, below the format.</summary>
/// <remarks>The key is public: it makes an HMAC that is native on a board usable as a hash. Two files with one tag would be a collision of SHA-512, in the
/// inner pass or in the outer one.</remarks>
internal sealed class FileMeter
{
    /// <summary>Bytes of a digest.</summary>
    public const int Size = Sha512.Size;

    private static readonly byte[] Key = Encoding.UTF8.GetBytes("attestation layer file");
    private static readonly byte[] SetLabel = Encoding.UTF8.GetBytes("attestation file set");
    private static readonly byte[] KeyedSetLabel = Encoding.UTF8.GetBytes("attestation keyed file set");

    private static readonly byte[] LabelEnd = { 0 }; // not in the texts: on nanoFramework a text ends before a zero character

    private readonly Sha512 _hash; // null: keyed
    private readonly HmacSha512 _keyed; // null: not keyed

    public FileMeter(FileMeasurement measurement)
    {
        if (measurement == FileMeasurement.Sha512)
        {
            _hash = new Sha512();
            return;
        }

        _keyed = new HmacSha512();
        _keyed.SetKey(Key, 0, Key.Length);
    }

    /// <summary>Takes in a piece of a file.</summary>
    public void Update(byte[] data, int offset, int count)
    {
        if (_hash != null)
            _hash.Update(data, offset, count);
        else
            _keyed.Update(data, offset, count);
    }

    /// <summary>Writes the digest of the file and is ready for the next one.</summary>
    public void Finish(byte[] digest)
    {
        if (_hash != null)
            _hash.Finish(digest, 0);
        else
            _keyed.Finish(digest, 0);
    }

    /// <summary>A whole file by native code.</summary>
    /// <param name="measurement">Of the manifest.</param>
    /// <param name="native">Null where the board has none.</param>
    /// <param name="file">Not empty.</param>
    /// <param name="digest">64 bytes.</param>
    /// <returns>False when native code cannot or may not do it: then <see cref="Update"/> and <see cref="Finish"/> must.</returns>
    public static bool TryNative(FileMeasurement measurement, IHmacSha512 native, byte[] file, byte[] digest)
    {
        if (measurement != FileMeasurement.HmacSha512 || native == null)
            return false;
        try
        {
            return native.TryCompute(Key, file, digest);
        }
        catch (Exception)
        {
            return false; // an interpreter that was built without it
        }
    }

    /// <summary>DICE code hash of a layer, 64 bytes.</summary>
    public static byte[] CodeHash(FileMeasurement measurement, UpdateLayer layer)
    {
        byte[] codeHash = new byte[Size];
        bool isKeyed = measurement != FileMeasurement.Sha512;
        if (!isKeyed && layer.Files.Length == 1)
        {
            Array.Copy(layer.Files[0].Digest, 0, codeHash, 0, Size);
            return codeHash;
        }

        Sha512 hash = new Sha512();
        byte[] label = isKeyed ? KeyedSetLabel : SetLabel;
        hash.Update(label, 0, label.Length);
        hash.Update(LabelEnd, 0, LabelEnd.Length);
        for (int i = 0; i < layer.Files.Length; i++)
            hash.Update(layer.Files[i].Digest, 0, Size);
        hash.Finish(codeHash, 0);
        return codeHash;
    }
}
