using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Provisioning;

/// <summary>32 bytes of secret in a file that is written once.</summary>
internal sealed class SecretFile
{
    private readonly IDeviceStorage _storage;
    private readonly string _name;

    public SecretFile(IDeviceStorage storage, string name)
    {
        _storage = storage;
        _name = name;
    }

    public bool HasSize => _storage.Size(_name) == DiceSizes.Cdi;

    /// <summary>Writes and reads back; what a loss of power left of an earlier attempt goes first.</summary>
    public bool TryWrite(IDiceOperations operations, byte[] secret) =>
        _storage.TryDelete(_name) && _storage.TryWrite(_name, 0, secret, 0, secret.Length) && Holds(operations, secret);

    /// <summary>True when the file holds just these bytes; takes the same time whichever differ.</summary>
    public bool Holds(IDiceOperations operations, byte[] secret)
    {
        if (!HasSize || secret == null || secret.Length != DiceSizes.Cdi)
            return false;
        byte[] stored = new byte[DiceSizes.Cdi];
        try
        {
            if (!_storage.TryRead(_name, 0, stored, 0, stored.Length))
                return false;
            int difference = 0;
            for (int i = 0; i < stored.Length; i++)
                difference |= stored[i] ^ secret[i];
            return difference == 0;
        }
        finally
        {
            operations.Wipe(stored);
        }
    }

    /// <summary>Overwrites, then removes: where the storage writes in place, nothing is left.</summary>
    public bool TryErase()
    {
        int size = _storage.Size(_name);
        if (size < 0)
            return true;
        bool isOverwritten = _storage.TryWrite(_name, 0, new byte[size], 0, size);
        return _storage.TryDelete(_name) && isOverwritten;
    }
}
