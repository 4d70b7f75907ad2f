using Attestation.Device.Boot;
using Attestation.Device.Manifest;
using Attestation.Device.Protocol;
using Attestation.Device.Provisioning;
using Attestation.Device.Resident;
using Attestation.Dice;
using Attestation.Dice.Evidence;
using Attestation.Dice.Wire;

namespace Attestation.Device.Commands;

/// <summary>Commands 4 to 9: secret, probe, identity, locks. Which of them is there in which state is <see cref="StateGate"/>'s.</summary>
internal sealed class ProvisioningCommands : ICommandGroup
{
    private readonly ResidentBoard _board;
    private readonly BootPlan _plan;
    private readonly DeviceRecords _records;
    private byte[] _udsPublicKey; // null: not probed since the last restart
    private byte[] _probe;

    public ProvisioningCommands(ResidentBoard board, BootPlan plan, DeviceRecords records)
    {
        _board = board;
        _plan = plan;
        _records = records;
    }

    public byte[] Answer(int command, CommandArguments arguments)
    {
        switch (command)
        {
            case DeviceCommand.WriteUds:
                return WriteSecret(false, arguments);
            case DeviceCommand.WriteEntropy:
                return WriteSecret(true, arguments);
            case DeviceCommand.Probe:
                return Probe(arguments);
            case DeviceCommand.WriteIdentity:
                return WriteIdentity(arguments);
            case DeviceCommand.Lock:
                return Lock(arguments);
            case DeviceCommand.ReadLocks:
                return ReadLocks(arguments);
            default:
                return null;
        }
    }

    private byte[] WriteSecret(bool isEntropy, CommandArguments arguments)
    {
        if (!arguments.TryTakeBytes(1, DiceSizes.Cdi, DiceSizes.Cdi, out byte[] secret))
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        try
        {
            if (!arguments.IsEmpty)
                return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
            if (isEntropy != _board.Uds.MixesEntropy)
                return CommandAnswer.Refused(DeviceRefusal.SchemeOther);
            if (BlankSecret.Is(secret))
                return CommandAnswer.Refused(DeviceRefusal.SecretBlank);
            return CommandAnswer.Of(_board.Uds.TryProgram(_board.Boot.Operations, secret));
        }
        finally
        {
            _board.Boot.Operations.Wipe(secret);
        }
    }

    /// <summary>Once there is an identity, a boot reads the secret and latches it: then the answer is the one that was kept.</summary>
    private byte[] Probe(CommandArguments arguments)
    {
        if (!arguments.TryTakeAlgorithm(1, out DiceAlgorithm algorithm) || !arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (algorithm != _plan.Algorithm)
            return CommandAnswer.Refused(DeviceRefusal.AlgorithmOther);
        if (_records.Identity.Exists)
        {
            byte[] kept = _records.Identity.Probe;
            return kept != null ? CommandAnswer.Done(kept) : CommandAnswer.Refused(DeviceRefusal.StorageFailed);
        }

        DeviceRefusal refusal = Compute();
        return refusal == DeviceRefusal.None ? CommandAnswer.Done(_probe) : CommandAnswer.Refused(refusal);
    }

    private byte[] WriteIdentity(CommandArguments arguments)
    {
        byte[] certificate = null;
        if (arguments.Has(1) && !arguments.TryTakeBytes(1, 1, IdentityRecord.LargestCertificate, out certificate))
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (!arguments.TryTakeText(2, ManifestNames.LongestClassName, out string vendor) || !ManifestNames.IsClassName(vendor)
            || !arguments.TryTakeText(3, ManifestNames.LongestClassName, out string model) || !ManifestNames.IsClassName(model)
            || !arguments.TryTakeBytes(4, DeviceUeid.Size, DeviceUeid.Size, out byte[] ueid) || !arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (_records.Identity.Exists)
            return CommandAnswer.Of(_records.Identity.Says(vendor, model, ueid, certificate) ? DeviceRefusal.None : DeviceRefusal.IdentityWritten);
        DeviceRefusal refusal = Compute();
        if (refusal != DeviceRefusal.None)
            return CommandAnswer.Refused(refusal);
        if (!IsOurs(ueid))
            return CommandAnswer.Refused(DeviceRefusal.IdentityForAnother);
        bool isKept = _records.Owner.TryCreate() && _records.Identity.TryWrite(vendor, model, ueid, certificate, _probe);
        return CommandAnswer.Of(isKept ? DeviceRefusal.None : DeviceRefusal.StorageFailed);
    }

    /// <summary>Whether they hold is read back from the hardware, and only then remembered.</summary>
    private byte[] Lock(CommandArguments arguments)
    {
        if (!arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (_board.Locks == null)
            return CommandAnswer.Refused(DeviceRefusal.LocksOpen);
        DeviceRefusal refusal = _board.Locks.TryLock();
        if (refusal != DeviceRefusal.None)
            return CommandAnswer.Refused(refusal);
        if (!BoardLockState.AllHold(_board.Locks.Read()))
            return CommandAnswer.Refused(DeviceRefusal.LocksOpen);
        return CommandAnswer.Of(_records.Identity.TryLock() ? DeviceRefusal.None : DeviceRefusal.StorageFailed);
    }

    private byte[] ReadLocks(CommandArguments arguments)
    {
        if (!arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        BoardLockState[] locks = _board.Locks == null ? null : _board.Locks.Read();
        int count = locks == null ? 0 : locks.Length;
        CborWriter map = new CborWriter(256).Map(1).Unsigned(1).Array(count);
        for (int i = 0; i < count; i++)
            map.Array(2).Text(locks[i].Name).Integer(locks[i].IsInForce ? 1 : 0);
        return CommandAnswer.Done(map);
    }

    /// <summary>Once after a restart: there are boards whose hardware gives the secret out once.</summary>
    private DeviceRefusal Compute() =>
        _probe != null ? DeviceRefusal.None : ProbeComputation.Run(_board.Boot.Operations, _board.Uds, _plan.Algorithm, out _udsPublicKey, out _probe);

    private bool IsOurs(byte[] ueid)
    {
        byte[] expected = DeviceUeid.FromUdsPublicKey(_udsPublicKey);
        for (int i = 0; i < expected.Length; i++)
        {
            if (expected[i] != ueid[i])
                return false;
        }

        return true;
    }
}
