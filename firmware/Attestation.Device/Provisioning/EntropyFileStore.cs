using Attestation.Device.Boot;
using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Provisioning;

/// <summary>Provisioning schemes 2 and 3 over files: <see cref="EntropyUds"/>, whose internal half is made here when the external one comes, and a record
/// that says when both are whole. Open Profile for DICE, "Provisioning Scheme 2".</summary>
public sealed class EntropyFileStore : IUdsStore
{
    private static readonly byte[] Whole = { 1 };

    private readonly IDeviceStorage _inside;
    private readonly string _insideName;
    private readonly IDeviceStorage _outside;
    private readonly string _outsideName;
    private readonly SecretFile _internalFile;
    private readonly SecretFile _externalFile;
    private readonly TwinRecord _mark;
    private readonly IRandomSource _random;
    private bool _isLatched;

    /// <param name="inside">Where the internal half lies, such as the backup memory of an STM32.</param>
    /// <param name="insideName">Its file.</param>
    /// <param name="outside">Where the factory's half lies.</param>
    /// <param name="outsideName">Its file; the record is <c>NAME-whole</c> beside it.</param>
    /// <param name="random">Makes the internal half; null where the board vouches for none.</param>
    /// <param name="isProtected">See <see cref="IUdsSource.IsProtected"/>.</param>
    public EntropyFileStore(
        IDeviceStorage inside, string insideName, IDeviceStorage outside, string outsideName, IRandomSource random, bool isProtected)
    {
        _inside = inside;
        _insideName = insideName;
        _outside = outside;
        _outsideName = outsideName;
        _internalFile = new SecretFile(inside, insideName);
        _externalFile = new SecretFile(outside, outsideName);
        _mark = new TwinRecord(outside, outsideName + "-whole");
        _random = random;
        IsProtected = isProtected;
    }

    public bool IsProtected { get; }

    public bool MixesEntropy => true;

    public bool IsProgrammed => _internalFile.HasSize && _externalFile.HasSize && _mark.TryRead(out byte[] _);

    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = null;
        return !_isLatched && IsProgrammed
            && new EntropyUds(_inside, _insideName, _outside, _outsideName, IsProtected).TryRead(operations, out uds);
    }

    public void Latch() => _isLatched = true;

    public DeviceRefusal TryProgram(IDiceOperations operations, byte[] secret)
    {
        if (IsProgrammed)
            return _externalFile.Holds(operations, secret) ? DeviceRefusal.None : DeviceRefusal.SecretWritten;
        byte[] half = new byte[DiceSizes.Cdi];
        try
        {
            if (_random == null || !_random.TryFill(half, 0, half.Length) || BlankSecret.Is(half))
                return DeviceRefusal.RandomFailed;
            bool isKept = _internalFile.TryWrite(operations, half) && _externalFile.TryWrite(operations, secret) && _mark.TryWrite(Whole);
            return isKept ? DeviceRefusal.None : DeviceRefusal.SecretNotKept;
        }
        finally
        {
            operations.Wipe(half);
        }
    }

    public bool TryErase()
    {
        bool isErased = _internalFile.TryErase();
        return _externalFile.TryErase() && isErased;
    }
}
