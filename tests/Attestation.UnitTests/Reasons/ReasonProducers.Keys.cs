using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Keys => new()
    {
        [KeyReasons.Malformed] = () => [Error((out ParseError e) => VerificationKey.TryFromEd25519(new byte[31], out _, out e))],
        [KeyReasons.Algorithm] = () => [Spki("300C300506032B656F030300" + "0102")], // X25519
        [KeyReasons.NotOnCurve] = () => [Error((out ParseError e) => VerificationKey.TryFromPoint(KeyKind.P256, new byte[64], out _, out e))],
        [KeyReasons.SmallOrder] = () => [Error((out ParseError e) => VerificationKey.TryFromEd25519(new byte[32], out _, out e))],
        [KeyReasons.RsaSize] = () => [Error((out ParseError e) => VerificationKey.TryFromRsa(new byte[128], [1, 0, 1], out _, out e))],
        [KeyReasons.Pem] = () => [Error((out ParseError e) => VerificationKey.TryParsePem("PUBLIC KEY", out _, out e))],
        [KeyReasons.PrivateMalformed] = () => [Error((out ParseError e) => SigningKey.TryParsePkcs8(new byte[] { 0x30, 0x00 }, out _, out e))],
        [KeyReasons.NoNativeSigner] = () => [Error((out ParseError e) => SigningKey.TryParsePkcs8(Ed25519Pkcs8, native: false, out _, out e))],
    };

    private static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Der => new()
    {
        [DerReasons.Truncated] = () => [Spki("302A300506032B6570032100")],
        [DerReasons.Trailing] = () => [Spki(Ed25519Spki + "00")],
        [DerReasons.Length] = () => [Spki("3080" + Ed25519Spki[4..] + "0000")],
        [DerReasons.Tag] = () => [Spki("31" + Ed25519Spki[2..])],
        [DerReasons.Value] = () => [Spki("302A300506032B6570032101" + Ed25519Spki[24..])], // one bit said to be unused, but set
        [DerReasons.TooLarge] = () => [Spki("308400000001")],
    };

    /// <summary>RFC 8032 section 7.1, test 1.</summary>
    private const string Ed25519Spki = "302A300506032B6570032100" + "D75A980182B10AB7D54BFED3C964073A0EE172F3DAA62325AF021A68F707511B";

    private static readonly byte[] Ed25519Pkcs8 =
        Convert.FromHexString("302E020100300506032B657004220420" + "9D61B19DEFFD5A60BA844AF492EC2CC44449C5697B326919703BAC031CAE7F60");

    private delegate bool Reader(out ParseError error);

    private static ReasonCode Error(Reader reader)
    {
        Assert.False(reader(out ParseError error));
        return error.Code;
    }

    private static ReasonCode Spki(string hex) =>
        Error((out ParseError e) => VerificationKey.TryParseSpki(Convert.FromHexString(hex), out _, out e));
}
