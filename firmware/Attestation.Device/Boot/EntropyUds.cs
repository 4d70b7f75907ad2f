using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Boot;

/// <summary>A UDS that is derived at every boot: KDF(32, internal entropy, external entropy, "UDS"). Open Profile for DICE, "Provisioning Scheme 2".
/// The internal half never left the board, the external half came from the factory; each in a file of its own, on different storage where the board
/// has two.</summary>
public sealed class EntropyUds : IUdsSource
{
    private const int MaximumHalf = 64;

    private readonly IDeviceStorage _internalStorage;
    private readonly string _internalName;
    private readonly IDeviceStorage _externalStorage;
    private readonly string _externalName;
    private bool _isLatched;

    /// <param name="internalStorage">Where the internal half lies, such as the backup memory of an STM32.</param>
    /// <param name="internalName">32 to 64 bytes.</param>
    /// <param name="externalStorage">Where the factory wrote.</param>
    /// <param name="externalName">32 to 64 bytes.</param>
    /// <param name="isProtected">The board's word that its locks keep at least one half from everybody else.</param>
    public EntropyUds(IDeviceStorage internalStorage, string internalName, IDeviceStorage externalStorage, string externalName, bool isProtected)
    {
        _internalStorage = internalStorage;
        _internalName = internalName;
        _externalStorage = externalStorage;
        _externalName = externalName;
        IsProtected = isProtected;
    }

    public bool IsProtected { get; }

    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = null;
        if (_isLatched)
            return false;
        _isLatched = true;
        byte[] inside = null;
        byte[] outside = null;
        try
        {
            if (!TryReadHalf(_internalStorage, _internalName, out inside) || !TryReadHalf(_externalStorage, _externalName, out outside))
                return false;
            byte[] secret = new byte[DiceSizes.Cdi];
            if (UniqueDeviceSecret.Derive(operations, inside, outside, secret) == DiceResult.Ok)
                uds = secret;
            return uds != null;
        }
        finally
        {
            if (inside != null)
                operations.Wipe(inside);
            if (outside != null)
                operations.Wipe(outside);
        }
    }

    public void Latch() => _isLatched = true;

    /// <summary>Half of nothing but 00 or FF is one that nobody wrote. The array is handed out also after a failed read, for wiping.</summary>
    private static bool TryReadHalf(IDeviceStorage storage, string name, out byte[] half)
    {
        half = null;
        int size = storage.Size(name);
        if (size < DiceSizes.Cdi || size > MaximumHalf)
            return false;
        half = new byte[size];
        return storage.TryRead(name, 0, half, 0, size) && !BlankSecret.Is(half);
    }
}
