using System;
using System.Threading;
using Attestation.Device.Boot;
using Attestation.Device.Commands;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Storage;
using Attestation.Device.Update;

namespace Attestation.Device.Resident;

/// <summary>The whole device: boots what may boot, and answers its station whether something runs or not. A board's entry point is
/// <code>
/// ResidentApplication resident = new ResidentApplication(board, plan);
/// resident.Start();
/// while (resident.Serve(channel) != SessionEnd.Restart) { }
/// reset the chip
/// </code>
/// and after the reset the same again with new objects. No method throws.</summary>
/// <remarks>The application runs on a thread of its own (<see cref="RunningFirmware"/>); the session runs on the caller's. The application never sees the
/// records, the slots or the secret's source, and may only say that its release is good; the resident holds no secret but the hidden input, and wipes that after the boot.</remarks>
public sealed class ResidentApplication
{
    private readonly ResidentBoard _board;
    private readonly BootPlan _plan;
    private readonly DeviceRecords _records;
    private readonly BootSlots _slots;
    private readonly RunningFirmware _running = new RunningFirmware();
    private readonly ICommandGroup[] _groups;
    private readonly object _gate = new object();

    /// <param name="board">Complete but for what <see cref="ResidentBoard"/> says; new after every reset.</param>
    /// <param name="plan">Of the product.</param>
    public ResidentApplication(ResidentBoard board, BootPlan plan)
    {
        _board = board;
        _plan = plan;
        _board.Boot.Uds = board.Uds;
        _records = new DeviceRecords(board);
        _slots = new BootSlots(board.Boot.Storage, board.Boot.Rollback);
        ICommandGroup[] groups =
        {
            new StateGate(_records),
            new AttestationCommands(board, plan, _records, _running),
            new ProvisioningCommands(board, plan, _records),
            new UpdateCommands(board, plan, _records, _slots, _running),
            new OwnershipCommands(board, plan, _records, _running),
        };
        _groups = new ICommandGroup[] { new ExclusiveGroups(_gate, groups) };
    }

    public DeviceState State => _records.State;

    /// <summary>What went wrong at the start, or with the application since; None where nothing did.</summary>
    public DeviceRefusal Refusal => _running.Refusal;

    /// <summary>What runs is an update that nobody confirmed yet.</summary>
    public bool IsOnTrial => _slots.IsOnTrial;

    /// <summary>Once after a reset: boots what may boot and starts the application; returns while that runs.</summary>
    public DeviceRefusal Start()
    {
        try
        {
            _running.BootRefusal = Begin();
        }
        catch (Exception)
        {
            _board.Uds.Latch();
            _running.BootRefusal = DeviceRefusal.BootFailed;
        }

        return _running.BootRefusal;
    }

    /// <summary>Answers over a line until it is gone, the station leaves, or the device is to be reset. May be called again, for the next line.</summary>
    public SessionEnd Serve(IByteChannel channel)
    {
        try
        {
            return new DeviceSession(_board.Boot.Operations, channel, NewCommands()).Run();
        }
        catch (Exception)
        {
            return SessionEnd.LineGone; // a driver's, or no memory: what was not answered was not promised
        }
    }

    /// <summary>What a session asks.</summary>
    internal CommandTable NewCommands() => new CommandTable(_groups);

    /// <summary>Now and then while the board runs: an opening is remembered, and measured at the next boot. One that is shorter than a signature can pass
    /// unseen.</summary>
    public void WatchCase()
    {
        if (_board.Boot.Tamper == null)
            return;
        Monitor.Enter(_gate); // a rotation clears the same record
        try
        {
            _board.Boot.Tamper.Watch();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }

    /// <summary>Wipes the application's secrets, for a virtual board that is switched off.</summary>
    public void Stop() => _running.Stop();

    private DeviceRefusal Begin()
    {
        BoardCondition condition = _board.Boot.Condition;
        condition.AreLocksInForce = _board.Locks != null && BoardLockState.AllHold(_board.Locks.Read());
        _records.Load();
        if (_records.AreDamaged)
        {
            _board.Uds.Latch();
            return DeviceRefusal.RecordsDamaged;
        }

        switch (_records.State)
        {
            case DeviceState.Blank:
            case DeviceState.Programmed:
                if (_board.Boot.Tamper != null)
                    _board.Boot.Tamper.TryClear(); // still the factory's; a case that is open stays recorded
                return _board.Boot.Rollback.TryCreate() ? DeviceRefusal.NotProvisioned : DeviceRefusal.RollbackCounter;
            case DeviceState.Decommissioned:
                _board.Uds.Latch();
                _board.Uds.TryErase();
                return DeviceRefusal.Decommissioned;
            case DeviceState.Returned:
                condition.IsRecovery = true;
                return Boot();
            default:
                return Boot();
        }
    }

    /// <summary>A counter or record that could not follow does not stop a release that may run: the next boot tries again, and hello says it.</summary>
    private DeviceRefusal Boot()
    {
        BootIdentity identity = _records.ForBoot();
        try
        {
            BootApplication boot = new BootApplication(_board.Boot, _plan, identity);
            DeviceRefusal refusal = boot.Boot(_slots.TakeCandidates(), out Application.DeviceIdentity device);
            if (refusal != DeviceRefusal.None)
            {
                if (refusal == DeviceRefusal.LayerNotLoadable)
                    _slots.Refused(boot.Slot);
                return refusal;
            }

            refusal = _slots.Started(boot.Slot, device.WhoAmI().SecurityVersion);
            device.ConfirmWith(Confirm);
            _running.Start(boot, device);
            return refusal;
        }
        finally
        {
            _board.Boot.Operations.Wipe(identity.Hidden);
            _records.Owner.ForgetHidden();
        }
    }

    /// <summary>The application's own word; a station's is the command confirm.</summary>
    private DeviceRefusal Confirm()
    {
        Monitor.Enter(_gate);
        try
        {
            return _slots.Confirm();
        }
        finally
        {
            Monitor.Exit(_gate);
        }
    }
}
