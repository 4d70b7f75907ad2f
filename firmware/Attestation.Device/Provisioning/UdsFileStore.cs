using Attestation.Device.Boot;
using Attestation.Device.Storage;
using Attestation.Dice;

namespace Attestation.Device.Provisioning;

/// <summary>Provisioning scheme 1 over files: <see cref="StoredUds"/>, and a record that says when the file is whole, so that a write which a loss of
/// power cut off is no secret. The latch is kept by this code alone; see there.</summary>
public sealed class UdsFileStore : IUdsStore
{
    private static readonly byte[] Whole = { 1 };

    private readonly IDeviceStorage _storage;
    private readonly string _name;
    private readonly SecretFile _file;
    private readonly TwinRecord _mark;
    private bool _isLatched;

    /// <param name="storage">Where the file lies.</param>
    /// <param name="name">Of the file; its record is <c>NAME-whole</c>.</param>
    /// <param name="isProtected">See <see cref="IUdsSource.IsProtected"/>.</param>
    public UdsFileStore(IDeviceStorage storage, string name, bool isProtected)
    {
        _storage = storage;
        _name = name;
        _file = new SecretFile(storage, name);
        _mark = new TwinRecord(storage, name + "-whole");
        IsProtected = isProtected;
    }

    public bool IsProtected { get; }

    public bool MixesEntropy => false;

    public bool IsProgrammed => _file.HasSize && _mark.TryRead(out byte[] _);

    public bool TryRead(IDiceOperations operations, out byte[] uds)
    {
        uds = null;
        return !_isLatched && IsProgrammed && new StoredUds(_storage, _name, IsProtected).TryRead(operations, out uds);
    }

    public void Latch() => _isLatched = true;

    public DeviceRefusal TryProgram(IDiceOperations operations, byte[] secret)
    {
        if (IsProgrammed)
            return _file.Holds(operations, secret) ? DeviceRefusal.None : DeviceRefusal.SecretWritten;
        return _file.TryWrite(operations, secret) && _mark.TryWrite(Whole) ? DeviceRefusal.None : DeviceRefusal.SecretNotKept;
    }

    public bool TryErase() => _file.TryErase();
}
