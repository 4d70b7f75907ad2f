using Attestation.Device.Application;
using Attestation.Device.Boot;
using Attestation.Device.Protocol;
using Attestation.Device.Resident;
using Attestation.Dice;
using Attestation.Dice.Wire;

namespace Attestation.Device.Commands;

/// <summary>Commands 1 to 3: who is there, evidence, the chain of this boot.</summary>
internal sealed class AttestationCommands : ICommandGroup
{
    private const ulong ProtocolVersion = 1;
    private const int ShortestNonce = 8;
    private const int LongestNonce = 64;

    private readonly ResidentBoard _board;
    private readonly BootPlan _plan;
    private readonly DeviceRecords _records;
    private readonly RunningFirmware _running;

    public AttestationCommands(ResidentBoard board, BootPlan plan, DeviceRecords records, RunningFirmware running)
    {
        _board = board;
        _plan = plan;
        _records = records;
        _running = running;
    }

    public byte[] Answer(int command, CommandArguments arguments)
    {
        switch (command)
        {
            case DeviceCommand.Hello:
                return arguments.IsEmpty ? Hello() : CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
            case DeviceCommand.Challenge:
                return Challenge(arguments);
            case DeviceCommand.Chain:
                return arguments.IsEmpty ? Chain() : CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
            default:
                return null;
        }
    }

    private byte[] Hello()
    {
        DeviceIdentity device = _running.Identity;
        bool hasRefusal = _running.Refusal != DeviceRefusal.None;
        CborWriter map = new CborWriter(192).Map(6 + (device == null ? 0 : 2) + (_records.Identity.Exists ? 1 : 0) + (hasRefusal ? 1 : 0));
        map.Unsigned(1).Unsigned(ProtocolVersion).Unsigned(2).Text(_plan.Board).Unsigned(3).Unsigned((uint)(int)_records.State)
            .Unsigned(4).Bytes(_board.Serial);
        if (device != null)
            map.Unsigned(5).Text(device.WhoAmI().Version).Unsigned(6).Unsigned(device.WhoAmI().SecurityVersion);
        if (_records.Identity.Exists)
            map.Unsigned(7).Bytes(_records.Identity.Ueid);
        DiceMode mode = _board.Boot.Condition.Mode(_board.Uds.IsProtected);
        map.Unsigned(8).Unsigned((uint)(int)mode).Unsigned(9).Array(1).Integer((int)_plan.Algorithm);
        if (hasRefusal)
            map.Unsigned(10).Unsigned((uint)(int)_running.Refusal);
        return CommandAnswer.Done(map);
    }

    private byte[] Challenge(CommandArguments arguments)
    {
        if (!arguments.TryTakeBytes(1, 0, 1024, out byte[] nonce) || !arguments.IsEmpty)
            return CommandAnswer.Refused(DeviceRefusal.ArgumentInvalid);
        if (nonce.Length < ShortestNonce || nonce.Length > LongestNonce)
            return CommandAnswer.Refused(DeviceRefusal.NonceSize);
        DeviceIdentity device = _running.Identity;
        if (device == null)
            return CommandAnswer.Refused(DeviceRefusal.NothingRuns);
        byte[] evidence = device.Attest(nonce);
        return evidence == null ? CommandAnswer.Refused(WhyNot(device)) : CommandAnswer.Done(new CborWriter(evidence.Length + 8).Map(1).Unsigned(1).Bytes(evidence));
    }

    /// <summary>The application may have asked for something else meanwhile, and got it.</summary>
    private static DeviceRefusal WhyNot(DeviceIdentity device)
    {
        DeviceRefusal refusal = device.Refusal;
        return refusal != DeviceRefusal.None ? refusal : DeviceRefusal.EvidenceFailed;
    }

    private byte[] Chain()
    {
        if (_running.Identity == null)
            return CommandAnswer.Refused(DeviceRefusal.NothingRuns);
        byte[] chain = _running.Identity.Chain.Encode();
        return CommandAnswer.Done(new CborWriter(chain.Length + 8).Map(1).Unsigned(1).Bytes(chain));
    }
}
