using Attestation.Device.Boot;
using Attestation.Device.Ownership;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Dice;

namespace Attestation.Device.Commands;

/// <summary>Commands 15 and 16: whoever may, ends the identity that the present owner knows. docs/formats/owner-authorisation.cddl.</summary>
internal sealed class OwnershipCommands : ICommandGroup
{
    /// <summary>So that no owner uses the numbers up, and with them everybody's way to take the device back.</summary>
    private const uint LargestStep = uint.MaxValue;

    private readonly ResidentBoard _board;
    private readonly BootPlan _plan;
    private readonly DeviceRecords _records;
    private readonly RunningFirmware _running;

    public OwnershipCommands(ResidentBoard board, BootPlan plan, DeviceRecords records, RunningFirmware running)
    {
        _board = board;
        _plan = plan;
        _records = records;
        _running = running;
    }

    public byte[] Answer(int command, CommandArguments arguments)
    {
        if (command != DeviceCommand.RotateOwner && command != DeviceCommand.Decommission)
            return null;
        if (!arguments.TryTakeBytes(1, 1, OwnerAuthorisation.Largest, out byte[] signed) || !arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (_records.State == DeviceState.Decommissioned || (command == DeviceCommand.RotateOwner && _records.Owner.IsLast(signed)))
            return CommandAnswer.Done();
        DeviceRefusal refusal = OwnerAuthorisation.Verify(signed, _plan.FirmwareKey, _records.Owner.Owner, out OwnerAuthorisation authorisation);
        if (refusal == DeviceRefusal.None)
            refusal = Judge(command, authorisation);
        if (refusal == DeviceRefusal.None)
            refusal = authorisation.Action == OwnerAuthorisation.Decommission ? End(authorisation, signed) : Rotate(authorisation, signed);
        return CommandAnswer.Of(refusal);
    }

    private DeviceRefusal Judge(int command, OwnerAuthorisation authorisation)
    {
        for (int i = 0; i < authorisation.Ueid.Length; i++)
        {
            if (authorisation.Ueid[i] != _records.Identity.Ueid[i])
                return DeviceRefusal.AuthorisationForAnother;
        }

        bool isEnd = authorisation.Action == OwnerAuthorisation.Decommission;
        if (isEnd != (command == DeviceCommand.Decommission))
            return DeviceRefusal.AuthorisationAction;
        if (authorisation.Action == OwnerAuthorisation.Rotate && _records.Owner.Owner != null && !authorisation.IsByOwner)
            return DeviceRefusal.AuthorisationOwner;
        ulong last = _records.Owner.Counter;
        bool isNext = authorisation.Counter > last && authorisation.Counter - last <= LargestStep;
        return isNext ? DeviceRefusal.None : DeviceRefusal.AuthorisationUsed;
    }

    private DeviceRefusal Rotate(OwnerAuthorisation authorisation, byte[] signed)
    {
        byte[] hidden = new byte[DiceSizes.Input];
        try
        {
            if (_board.Random == null || !_board.Random.TryFill(hidden, 0, hidden.Length) || BlankSecret.Is(hidden))
                return DeviceRefusal.RandomFailed;
            byte standing = authorisation.Action == OwnerAuthorisation.Return ? OwnerRecord.Returned : OwnerRecord.Owned;
            DeviceRefusal refusal = Keep(standing, authorisation, signed, hidden);
            if (refusal == DeviceRefusal.None && standing == OwnerRecord.Owned && _board.Boot.Tamper != null)
                _board.Boot.Tamper.TryClear(); // the owner's word; a case that is open stays recorded
            return refusal;
        }
        finally
        {
            _board.Boot.Operations.Wipe(hidden);
        }
    }

    /// <summary>First the record, then the rest: from the record on every start does the rest again.</summary>
    private DeviceRefusal End(OwnerAuthorisation authorisation, byte[] signed)
    {
        DeviceRefusal refusal = Keep(OwnerRecord.Decommissioned, authorisation, signed, new byte[DiceSizes.Input]);
        if (_records.State == DeviceState.Decommissioned)
        {
            _running.Stop();
            _board.Uds.Latch();
            _board.Uds.TryErase();
        }

        return refusal;
    }

    private DeviceRefusal Keep(byte standing, OwnerAuthorisation authorisation, byte[] signed, byte[] hidden) =>
        _records.Owner.TryReplace(standing, authorisation.Counter, signed, authorisation.NewOwner, hidden) ? DeviceRefusal.None : DeviceRefusal.StorageFailed;
}
