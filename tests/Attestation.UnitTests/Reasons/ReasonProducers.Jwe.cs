using System.Security.Cryptography;
using Attestation.Formats;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats.Jose;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Jwe => new()
    {
        [JweReasons.Structure] = () => Decrypt("four-parts.jwe"),
        [JweReasons.Header] = () => Decrypt("header-a-list.jwe"),
        [JweReasons.Algorithm] = () => Decrypt("algorithm-none.jwe"),
        [JweReasons.Critical] = () => Decrypt("critical.jwe"),
        [JweReasons.EphemeralKey] = () => Decrypt("epk-off-curve.jwe"),
        [JweReasons.Decryption] = () => Decrypt("to-another-key.jwe"),
    };

    private static ReasonCode[] Decrypt(string name)
    {
        using ECDiffieHellman recipient = JweVectors.Recipient();
        return EncryptedJwe.TryParse(JweVectors.Message(name), out EncryptedJwe? jwe, out ParseError error) && jwe.TryDecrypt(recipient, out _, out error) ? [] : [error.Code];
    }
}
