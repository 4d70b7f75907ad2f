using Attestation.Device.Protocol;
using Attestation.Dice.Wire;

namespace Attestation.UnitTests.Factory.Stations;

/// <summary>A device's commands that count: <c>challenge</c> gives back evidence of a thousand bytes for each byte of its nonce's first, <c>write-uds</c>
/// keeps what it gets, <c>write-identity</c> is long.</summary>
internal sealed class CountedCommands : ICommandGroup
{
    public int Done { get; private set; }

    public byte[]? Uds { get; private set; }

    public static byte[] Evidence(byte[] nonce) => [.. Enumerable.Range(0, nonce[0] * 1000).Select(i => unchecked((byte)(i * nonce[1])))];

    public byte[] Answer(int command, CommandArguments arguments)
    {
        switch (command)
        {
            case DeviceCommand.Challenge when arguments.TryTakeBytes(1, 8, 64, out byte[] nonce):
                Done++;
                return CommandAnswer.Done(new CborWriter(70_000).Map(1).Unsigned(1).Bytes(Evidence(nonce)));
            case DeviceCommand.WriteUds when arguments.TryTakeBytes(1, 32, 32, out byte[] uds):
                Done++;
                Uds = uds;
                return CommandAnswer.Done();
            case DeviceCommand.WriteIdentity when arguments.TryTakeBytes(1, 1, 1500, out _) && arguments.TryTakeText(2, 64, out _)
                && arguments.TryTakeText(3, 64, out _) && arguments.TryTakeBytes(4, 33, 33, out _) && arguments.IsEmpty:
                Done++;
                return CommandAnswer.Done();
            default:
                return null!;
        }
    }
}
