using Attestation.Device;
using Attestation.Device.Verifiers;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Device.Boot;
using Attestation.UnitTests.Device.Tpm;
using Attestation.UnitTests.Device.Verifiers;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> DeviceVerifier => new()
    {
        [DeviceReasons.VerifierUnreachable] = () => [Behind(Attesting((_, v) => v.Session = () => null))],
        [DeviceReasons.VerifierRefused] = () => [Behind(Attesting((_, v) => v.Session = () => new HttpAnswer(400, null, [])))],
        [DeviceReasons.SessionUnreadable] = () => [Behind(Attesting((_, v) => v.Session = () => new HttpAnswer(201, "session/1", "{}"u8.ToArray())))],
        [DeviceReasons.ResultMalformed] = () => [Behind(Attesting((_, v) => v.Verdict = _ => new HttpAnswer(200, null, [0xA0])))],
        [DeviceReasons.ResultSignature] = () => [Behind(Attesting((_, v) => v.Verdict = _ => new HttpAnswer(200, null, new StandInVerifier(VerifierClientTests.NewKey()).Signed(StandInVerifier.Nonce))))],
        [DeviceReasons.ResultForAnother] = () => [Behind(Attesting((_, v) => v.Verdict = _ => new HttpAnswer(200, null, v.Signed(new byte[8]))))],
    };

    private static DeviceRefusal Attesting(Action<SigningKey, StandInVerifier> change)
    {
        SigningKey key = VerifierClientTests.NewKey();
        StandInVerifier verifier = new(key);
        change(key, verifier);
        new BootWorld().Boot(out Attestation.Device.Application.DeviceIdentity device);
        return new VerifierClient(verifier, new NoPause(), VerifierClientTests.KeyOf(key)).Attest(device, out _);
    }
}
