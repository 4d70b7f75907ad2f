using System.Security.Cryptography;
using Attestation.Factory.Authorities;
using Attestation.Factory.Authorities.Tokens;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Factory;
using Attestation.UnitTests.Factory.Authorities.Tokens;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Tokens => new()
    {
        [FactoryReasons.TokenUri] = () => [Sample.Refusal(() => PrivateKeyFile.Load("pkcs11:object=key"))],
        [FactoryReasons.TokenModule] = () => [Sample.Refusal(() => PrivateKeyFile.Load("pkcs11:token=t;object=k?module-path=/dev/null"))],
        [FactoryReasons.TokenAbsent] = () => [Token(new ScriptedToken { Tokens = 0 })],
        [FactoryReasons.TokenAmbiguous] = () => [Token(new ScriptedToken { Tokens = 2 })],
        [FactoryReasons.TokenPinMissing] = () => [Sample.Refusal(() => new ScriptedToken().OpenKey(pin: null))],
        [FactoryReasons.TokenPinWrong] = () => [Sample.Refusal(() => new ScriptedToken().OpenKey(pin: "0000"))],
        [FactoryReasons.TokenPinLast] = () => [Sample.Refusal(() =>
            new ScriptedToken { Flags = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired | Cryptoki.FlagPinFinalTry }.OpenKey(query: "&pin-source=/pin"))],
        [FactoryReasons.TokenPinLocked] = () => [Token(new ScriptedToken { Flags = Cryptoki.FlagInitialized | Cryptoki.FlagLoginRequired | Cryptoki.FlagPinLocked })],
        [FactoryReasons.TokenKeyAbsent] = () => [Token(new ScriptedToken { PrivateKeys = 0 })],
        [FactoryReasons.TokenKeyAmbiguous] = () => [Token(new ScriptedToken { PrivateKeys = 2 })],
        [FactoryReasons.TokenKeyKind] = () => [Token(new ScriptedToken { Curve = ECCurve.NamedCurves.nistP521 })],
        [FactoryReasons.TokenKeyMismatch] = () => [Token(new ScriptedToken { Mismatched = true })],
        [FactoryReasons.TokenGone] = () => [Token(new ScriptedToken { FailsFrom = 0 })],
        [FactoryReasons.TokenRefused] = () => [Token(new ScriptedToken { FailsFrom = 0, Failure = 0x68 })],
    };

    private static ReasonCode Token(ScriptedToken token) => Sample.Refusal(() => token.OpenKey());
}
