using Attestation.Device;
using Attestation.Dice;
using Attestation.Device.Tpm;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Tpm;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceBoard => new()
    {
        [DeviceReasons.TpmSilent] = () => [Behind(Programming([]))],
        [DeviceReasons.TpmRefused] = () => [Behind(Programming([TpmAnswers.Done, TpmAnswers.NoSuchIndex, TpmAnswers.NoSpace]))],
    };

    private static DeviceRefusal Programming(byte[][] answers)
    {
        SoftwareDiceOperations operations = new();
        TpmUdsStore store = new(new ScriptedTpm(answers), operations, new NoPause(), 0x01800100, [], [], true);
        return store.TryProgram(operations, new byte[32]);
    }
}
