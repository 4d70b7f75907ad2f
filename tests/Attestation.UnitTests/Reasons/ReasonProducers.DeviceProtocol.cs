using Attestation.Device.Protocol;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Protocol;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceProtocol => new()
    {
        [DeviceReasons.RequestMalformed] = () => [SaidBy(Answers.Of(new CommandTable([]), [0xFF]))],
        [DeviceReasons.CommandUnknown] = () => [SaidBy(Answers.Of(new CommandTable([]), [0x81, 0x18, 0x63]))],
        [DeviceReasons.ArgumentInvalid] = () => [SaidBy(Answers.Of(new CommandTable([]), [0x82, DeviceCommand.Restart, 0xA1, 0x01, 0x01]))],
        [DeviceReasons.RequestTooLong] = () => [SaidBy(new LoopbackDevice(new CommandTable([])).Ask(new byte[FrameLayout.MaximumRequest + 1]))],
    };

    /// <summary>The reason behind the number that a device answered.</summary>
    private static ReasonCode SaidBy(byte[] answer) => DeviceReasons.OfNumber(Answers.NumberOf(answer))!;
}
