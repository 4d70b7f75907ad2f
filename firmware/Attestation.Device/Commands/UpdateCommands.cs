using System;
using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Device.Protocol;
using Attestation.Device.Resident;
using Attestation.Device.Update;
using Attestation.Dice.Wire;

namespace Attestation.Device.Commands;

/// <summary>Commands 10 to 13 and 18: a release into the spare slot, and the word that the one on trial is good. docs/firmware-update.md.</summary>
internal sealed class UpdateCommands : ICommandGroup
{
    private readonly ResidentBoard _board;
    private readonly BootPlan _plan;
    private readonly DeviceRecords _records;
    private readonly BootSlots _slots;
    private readonly RunningFirmware _running;
    private byte[] _manifest; // what has come of it; null: nothing
    private int _received;
    private UpdateStaging _staging; // null: no manifest was taken since the last restart

    public UpdateCommands(ResidentBoard board, BootPlan plan, DeviceRecords records, BootSlots slots, RunningFirmware running)
    {
        _board = board;
        _plan = plan;
        _records = records;
        _slots = slots;
        _running = running;
    }

    public byte[] Answer(int command, CommandArguments arguments)
    {
        switch (command)
        {
            case DeviceCommand.UpdateBegin:
                return Begin(arguments);
            case DeviceCommand.UpdateData:
                return Data(arguments);
            case DeviceCommand.UpdateCommit:
                return arguments.IsEmpty ? Commit() : Invalid();
            case DeviceCommand.UpdateStatus:
                return arguments.IsEmpty ? Status() : Invalid();
            case DeviceCommand.Confirm:
                return arguments.IsEmpty ? Confirm() : Invalid();
            default:
                return null;
        }
    }

    private byte[] Begin(CommandArguments arguments)
    {
        if (!arguments.TryTakeInteger(1, int.MaxValue, out int offset) || !arguments.TryTakeInteger(2, int.MaxValue, out int total)
            || !arguments.TryTakeBytes(3, 1, FrameLayout.MaximumPiece, out byte[] piece) || !arguments.IsEmpty)
            return Invalid();
        if (total > UpdateManifest.LargestSize)
            return CommandAnswer.Refused(DeviceRefusal.MessageSize);
        if (offset == 0)
        {
            _manifest = new byte[total];
            _received = 0;
        }

        if (_manifest == null)
            return CommandAnswer.Refused(DeviceRefusal.UpdateNotBegun);
        if (total != _manifest.Length || offset != _received || piece.Length > total - offset)
            return CommandAnswer.Refused(DeviceRefusal.UpdateOffset);
        Array.Copy(piece, 0, _manifest, offset, piece.Length);
        _received += piece.Length;
        return _received < total ? CommandAnswer.Done(new CborWriter(8).Map(1).Unsigned(1).Unsigned((uint)_received)) : TakeManifest();
    }

    private byte[] TakeManifest()
    {
        byte[] signed = _manifest;
        _manifest = null;
        BoardClass board = _records.Identity.Exists
            ? new BoardClass(_records.Identity.Vendor, _records.Identity.Model, _plan.Board, _plan.ResidentSecurityVersion)
            : BoardClass.OfAnyProduct(_plan.Board, _plan.ResidentSecurityVersion);
        _staging = new UpdateStaging(_board.Boot.Storage, _slots, _board.Boot.Rollback, _plan.FirmwareKey, board);
        DeviceRefusal refusal = _staging.Begin(signed);
        return refusal == DeviceRefusal.None ? CommandAnswer.Done(Wanted()) : CommandAnswer.Refused(refusal);
    }

    private byte[] Data(CommandArguments arguments)
    {
        if (!arguments.TryTakeText(1, ManifestNames.LongestFileName, out string file) || !arguments.TryTakeInteger(2, int.MaxValue, out int offset)
            || !arguments.TryTakeBytes(3, 1, UpdateStaging.LargestPiece, out byte[] piece) || !arguments.IsEmpty)
            return Invalid();
        if (_staging == null)
            return CommandAnswer.Refused(DeviceRefusal.UpdateNotBegun);
        DeviceRefusal refusal = _staging.Write(file, offset, piece, 0, piece.Length);
        return refusal == DeviceRefusal.None ? CommandAnswer.Done(Wanted()) : CommandAnswer.Refused(refusal);
    }

    private byte[] Commit() => CommandAnswer.Of(_staging == null ? DeviceRefusal.UpdateNotBegun : _staging.Commit());

    private byte[] Status()
    {
        if (!_board.Boot.Rollback.TryRead(out ulong counter))
            return CommandAnswer.Refused(DeviceRefusal.RollbackCounter);
        bool isWanted = _staging != null && _staging.NextFile != null;
        CborWriter map = new CborWriter(96).Map(3 + (_slots.Running == null ? 0 : 1) + (isWanted ? 2 : 0));
        if (_slots.Running != null)
            map.Unsigned(1).Text(_slots.Running);
        map.Unsigned(2).Integer(_slots.IsOnTrial ? 1 : 0).Unsigned(3).Integer(_slots.IsTrialPending ? 1 : 0);
        if (isWanted)
            map.Unsigned(4).Text(_staging.NextFile).Unsigned(5).Unsigned((uint)_staging.NextOffset);
        return CommandAnswer.Done(map.Unsigned(6).Unsigned(counter));
    }

    /// <summary>An application that failed is not good, whoever says so.</summary>
    private byte[] Confirm() => CommandAnswer.Of(_running.HasFailed ? DeviceRefusal.ApplicationFailed : _slots.Confirm());

    private CborWriter Wanted()
    {
        if (_staging.NextFile == null)
            return new CborWriter(1).Map(0);
        return new CborWriter(48).Map(2).Unsigned(2).Text(_staging.NextFile).Unsigned(3).Unsigned((uint)_staging.NextOffset);
    }

    private static byte[] Invalid() => CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
}
