using Attestation.Device.Storage;
using Attestation.Dice.Primitives;

namespace Attestation.Device.Boot;

/// <summary>Layer 0: the image that runs when this code runs. Managed code cannot read its own bytes in flash on every board, so there are two rules
/// for its code hash; a board's description says which one holds.
/// <code>
/// stream              SHA-512(the image's bytes)
/// bootloader-digest   SHA-512(the 32 bytes SHA-256 that the bootloader's image header states)
/// </code>
/// The second one is as good as the bootloader that verified the header's digest before it started the image.</summary>
public sealed class ResidentImage
{
    private readonly IDeviceStorage _storage;
    private readonly string _name;
    private readonly byte[] _sha256;

    private ResidentImage(IDeviceStorage storage, string name, byte[] sha256)
    {
        _storage = storage;
        _name = name;
        _sha256 = sha256;
    }

    /// <summary>Rule <c>stream</c>.</summary>
    public static ResidentImage FromStorage(IDeviceStorage storage, string name) => new ResidentImage(storage, name, null);

    /// <summary>Rule <c>bootloader-digest</c>.</summary>
    public static ResidentImage FromBootloaderDigest(byte[] sha256) => new ResidentImage(null, null, sha256);

    /// <summary>Fills the code hash of layer 0.</summary>
    /// <param name="scratch">Any size; the image passes through it.</param>
    /// <param name="codeHash">64 bytes.</param>
    /// <returns>False when the image or its digest cannot be read.</returns>
    public bool TryMeasure(byte[] scratch, byte[] codeHash)
    {
        if (_storage != null)
            return TryStream(scratch, codeHash);
        if (_sha256 == null || _sha256.Length != Sha256.Size)
            return false;
        Sha512.Hash(_sha256, 0, _sha256.Length, codeHash, 0);
        return true;
    }

    private bool TryStream(byte[] scratch, byte[] codeHash)
    {
        int size = _storage.Size(_name);
        if (size <= 0)
            return false;
        Sha512 hash = new Sha512();
        for (int at = 0; at < size;)
        {
            int count = size - at < scratch.Length ? size - at : scratch.Length;
            if (!_storage.TryRead(_name, at, scratch, 0, count))
                return false;
            hash.Update(scratch, 0, count);
            at += count;
        }

        hash.Finish(codeHash, 0);
        return true;
    }
}
