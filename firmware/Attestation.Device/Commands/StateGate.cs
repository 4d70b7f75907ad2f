using Attestation.Device.Protocol;
using Attestation.Device.Resident;

namespace Attestation.Device.Commands;

/// <summary>Which command is there in which state: the table of docs/formats/device-protocol.md, "Commands". It stands before all other groups and answers
/// only to refuse.</summary>
internal sealed class StateGate : ICommandGroup
{
    // blank, programmed, certified, locked, decommissioned, returned; 0: go on
    private static readonly byte[] Always = { 0, 0, 0, 0, 0, 0 };
    private static readonly byte[] Running = { 69, 69, 0, 0, 16, 0 };
    private static readonly byte[] Secret = { 0, 0, 71, 80, 16, 83 };
    private static readonly byte[] Identity = { 70, 0, 0, 80, 16, 83 };
    private static readonly byte[] Lock = { 76, 76, 0, 0, 16, 83 };
    private static readonly byte[] Update = { 0, 0, 0, 0, 16, 0 };
    private static readonly byte[] Rotation = { 76, 76, 0, 0, 16, 0 };
    private static readonly byte[] End = { 76, 76, 0, 0, 0, 0 };

    private readonly DeviceRecords _records;

    public StateGate(DeviceRecords records) => _records = records;

    public byte[] Answer(int command, CommandArguments arguments)
    {
        byte[] row = RowOf(command);
        if (row == null)
            return null;
        if (_records.AreDamaged)
            return row == Always ? null : CommandAnswer.Refused(DeviceRefusal.RecordsDamaged);
        DeviceRefusal refusal = (DeviceRefusal)row[(int)_records.State];
        return refusal == DeviceRefusal.None ? null : CommandAnswer.Refused(refusal);
    }

    private static byte[] RowOf(int command)
    {
        switch (command)
        {
            case DeviceCommand.Hello:
            case DeviceCommand.ReadLocks:
                return Always;
            case DeviceCommand.Challenge:
            case DeviceCommand.Chain:
                return Running;
            case DeviceCommand.WriteUds:
            case DeviceCommand.WriteEntropy:
                return Secret;
            case DeviceCommand.Probe:
            case DeviceCommand.WriteIdentity:
                return Identity;
            case DeviceCommand.Lock:
                return Lock;
            case DeviceCommand.UpdateBegin:
            case DeviceCommand.UpdateData:
            case DeviceCommand.UpdateCommit:
            case DeviceCommand.UpdateStatus:
            case DeviceCommand.Confirm:
                return Update;
            case DeviceCommand.RotateOwner:
                return Rotation;
            case DeviceCommand.Decommission:
                return End;
            default:
                return null;
        }
    }
}
