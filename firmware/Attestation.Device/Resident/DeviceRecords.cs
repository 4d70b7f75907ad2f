using Attestation.Device.Boot;
using Attestation.Device.Ownership;
using Attestation.Device.Provisioning;

namespace Attestation.Device.Resident;

/// <summary>All that a device remembers of itself, and so its state: it is told from what stands in storage, and nowhere kept a second time.</summary>
public sealed class DeviceRecords
{
    private readonly IUdsStore _uds;
    private bool _isRead;

    /// <param name="board">Its storage and its secret.</param>
    public DeviceRecords(ResidentBoard board)
    {
        _uds = board.Uds;
        Identity = new IdentityRecord(board.Boot.Storage);
        Owner = new OwnerRecord(board.Boot.Operations, board.Boot.Storage);
    }

    public IdentityRecord Identity { get; }

    public OwnerRecord Owner { get; }

    /// <summary>A record is damaged or was not read, or one is missing beside the other: nothing is booted and nothing is written. Looked at anew each time,
    /// for a storage can fail later too. An owner's record without an identity is what a loss of power leaves, as long as nobody has owned the device.</summary>
    public bool AreDamaged => !_isRead
        || (Identity.Exists ? !Owner.Exists : Owner.Counter != 0 && Owner.Standing != OwnerRecord.Decommissioned);

    public DeviceState State
    {
        get
        {
            if (Owner.Standing == OwnerRecord.Decommissioned)
                return DeviceState.Decommissioned;
            if (Owner.Standing == OwnerRecord.Returned)
                return DeviceState.Returned;
            if (Identity.Exists)
                return Identity.IsLocked ? DeviceState.Locked : DeviceState.Certified;
            return _uds.IsProgrammed ? DeviceState.Programmed : DeviceState.Blank;
        }
    }

    /// <summary>Reads everything, and finishes what a loss of power cut between two copies.</summary>
    public void Load()
    {
        _isRead = false;
        _isRead = Owner.TryLoad() & Identity.TryLoad();
        if (AreDamaged)
            return;
        if (Owner.Exists)
            Owner.TrySettle(); // a failure leaves a copy that is read, and the next start tries again
        if (Identity.Exists)
            Identity.TrySettle();
    }

    /// <summary>What a boot needs of them; the caller wipes the hidden input.</summary>
    public BootIdentity ForBoot() => new BootIdentity
    {
        Vendor = Identity.Vendor,
        Model = Identity.Model,
        UdsCertificate = Identity.UdsCertificate,
        Hidden = Owner.CopyHidden(),
    };
}
