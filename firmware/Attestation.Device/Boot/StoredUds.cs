using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Boot;

/// <summary>A UDS of 32 bytes in a file (provisioning scheme 1, or a development board). The latch is kept by this code alone: without a lock of the
/// hardware everybody who can read files reads the secret again.</summary>
public sealed class StoredUds : IUdsSource
{
    private readonly IDeviceStorage _storage;
    private readonly string _name;
    private bool _isLatched;

    /// <param name="storage">Where the file lies.</param>
    /// <param name="name">Of the file.</param>
    /// <param name="isProtected">The board's word that its flash is encrypted under a key of this chip and its debug port closed.</param>
    public StoredUds(IDeviceStorage storage, string name, bool isProtected)
    {
        _storage = storage;
        _name = name;
        IsProtected = isProtected;
    }

    public bool IsProtected { get; }

    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = null;
        if (_isLatched)
            return false;
        _isLatched = true;
        if (_storage.Size(_name) != DiceSizes.Cdi)
            return false;
        byte[] secret = new byte[DiceSizes.Cdi];
        if (_storage.TryRead(_name, 0, secret, 0, secret.Length))
            uds = secret;
        else
            operations.Wipe(secret);
        return uds != null;
    }

    public void Latch() => _isLatched = true;
}
