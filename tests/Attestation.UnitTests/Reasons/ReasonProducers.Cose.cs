using System.Text;
using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    private const string PointX = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Cose => new()
    {
        [CoseReasons.Structure] = () => ParseCose("d280"),
        [CoseReasons.Tag] = () => ParseCose("8443a10126a04040"),
        [CoseReasons.HeaderType] = () => ParseCose("d28444a1014126a04040"),
        [CoseReasons.HeaderTwice] = () => ParseCose("d28443a10126a101264040"),
        [CoseReasons.AlgorithmMissing] = () => ParseCose("d28440a04040"),
        [CoseReasons.AlgorithmUnprotected] = () => ParseCose("d28440a101264040"),
        [CoseReasons.AlgorithmUnknown] = () => ParseCose("d28443a10105a04040"),
        [CoseReasons.AlgorithmKey] = () => VerifyCose(m => m, wrongKey: true),
        [CoseReasons.CriticalUnknown] = () => ParseCose("d2844aa301260281186318630" + "0a04040"),
        [CoseReasons.CriticalMalformed] = () => ParseCose("d28445a201260280a04040"),
        [CoseReasons.PayloadMissing] = () => DetachedCose(m => m.Verify(TestKeys.P256.PublicKey, [], out _, out ParseError e) ? [] : [e.Code]),
        [CoseReasons.PayloadTwice] = () => WholeCose(m => m.VerifyDetached(TestKeys.P256.PublicKey, "x"u8, [], out ParseError e) ? [] : [e.Code]),
        [CoseReasons.SignatureLength] = () => ParseCose("d28443a10126a0404101"),
        [CoseReasons.Signature] = () => VerifyCose(m => { m[^1] ^= 1; return m; }, wrongKey: false),
        [CoseReasons.X5Chain] = () => ParseCose("d28443a10126a118218141004040"),
        [CoseReasons.X5T] = () => ParseCose("d28443a10126a1182281264040"),
        [CoseReasons.KeyType] = () => ParseCoseKey("a10104"),
        [CoseReasons.KeyAkp] = () => ParseCoseKey("a10107"),
        [CoseReasons.KeyCurve] = () => ParseCoseKey($"a301012004215820{PointX}"),
        [CoseReasons.KeyMissing] = () => ParseCoseKey("a0"),
        [CoseReasons.KeyCompressed] = () => ParseCoseKey($"a401022001215820{PointX}22f5"),
        [CoseReasons.KeyCoordinate] = () => ParseCoseKey("a3010120062140"),
        [CoseReasons.KeyAlgorithm] = () => ParseCoseKey($"a4010103262006215820{PointX}"),
        [CoseReasons.KeyOperations] = () => ParseCoseKey($"a401010481012006215820{PointX}"),
        [CoseReasons.KeyPrivate] = () => ParseCoseKey("a201012340"),
    };

    private static ReasonCode[] ParseCose(string hex) =>
        UnverifiedCoseSign1.TryParse(Convert.FromHexString(hex), CoseTag.Required, out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ParseCoseKey(string hex) => CoseKey.TryParse(Convert.FromHexString(hex), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] VerifyCose(Func<byte[], byte[]> change, bool wrongKey) =>
        WholeCose(m => m.Verify((wrongKey ? TestKeys.P384 : TestKeys.P256).PublicKey, [], out _, out ParseError e) ? [] : [e.Code], change);

    private static ReasonCode[] WholeCose(Func<UnverifiedCoseSign1, ReasonCode[]> use, Func<byte[], byte[]>? change = null)
    {
        byte[] bytes = new CoseSign1Writer().Sign(TestKeys.P256, Encoding.ASCII.GetBytes("payload"));
        return UnverifiedCoseSign1.TryParse(change is null ? bytes : change(bytes), CoseTag.Required, out UnverifiedCoseSign1? message, out ParseError error)
            ? use(message)
            : [error.Code];
    }

    private static ReasonCode[] DetachedCose(Func<UnverifiedCoseSign1, ReasonCode[]> use)
    {
        byte[] bytes = Convert.FromHexString("d28443a10126a0f65840" + new string('0', 128));
        return UnverifiedCoseSign1.TryParse(bytes, CoseTag.Required, out UnverifiedCoseSign1? message, out ParseError error) ? use(message) : [error.Code];
    }
}
