using System.Text;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;
using Attestation.UnitTests.Formats.Ear;
using Attestation.UnitTests.Formats.Jose;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Ear => new()
    {
        [EarReasons.Profile] = () => ParseEar("{'eat_profile':'test'}"),
        [EarReasons.Missing] = () => ParseEar("{}"),
        [EarReasons.Status] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'fine'}")),
        [EarReasons.Vector] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','ear.trustworthiness-vector':{}}")),
        [EarReasons.StatusVector] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'affirming','ear.trustworthiness-vector':{'hardware':96}}")),
        [EarReasons.VerifierId] = () => ParseEar(EarClaimsTests.Ear("{}").Replace("{'developer':'d','build':'b'}", "1", StringComparison.Ordinal)),
        [EarReasons.Submodules] = () => ParseEar(EarClaimsTests.Ear("1")),
        [EarReasons.Nonce] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none'}").Replace("'iat'", "'eat_nonce':'AA','iat'", StringComparison.Ordinal)),
        [EarReasons.Claim] = () => ParseEar("[]"),
        [EarReasons.Findings] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','attestation-findings':1}")),
        [EarReasons.KeyAttestation] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','ear.veraison.key-attestation':{}}")),
        [EarReasons.Node] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','attestation.node':{}}")),
        [EarReasons.NodeStatus] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','attestation.node':{'id':'000b" + new string('a', 64) + "','next':300}}")),
        [EarReasons.Device] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','attestation.device':{}}")),
        [EarReasons.DeviceStatus] = () => ParseEar(EarClaimsTests.Ear("{'ear.status':'none','attestation.device':{'id':'" + new string('a', 64) + "','class':'a/b'}}")),
    };

    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Json => new()
    {
        [JsonReasons.Malformed] = () => ParseEar("{"),
        [JsonReasons.DuplicateKey] = () => ParseEar("{'a':1,'a':1}"),
        [JsonReasons.TooLarge] = () => ParseJws(new string('a', (1 << 20) + 1)),
        [JsonReasons.JwsStructure] = () => ParseJws("a"),
        [JsonReasons.JwsHeader] = () => ParseJws(UnverifiedJwsTests.Head("[]")),
        [JsonReasons.JwsAlgorithm] = () => ParseJws(UnverifiedJwsTests.Head("{\"alg\":\"none\"}")),
        [JsonReasons.JwsCritical] = () => ParseJws(UnverifiedJwsTests.Head("{\"alg\":\"ES256\",\"crit\":[]}")),
        [JsonReasons.JwsAlgorithmKey] = () => VerifyJws(UnverifiedJws.Sign(TestKeys.P384, "{}"u8, "JWT")),
        [JsonReasons.JwsSignature] = () => VerifyJws(UnverifiedJwsTests.Head("{\"alg\":\"ES256\"}")),
        [JsonReasons.JwkMalformed] = () => ParseJwk("[]"),
        [JsonReasons.JwkType] = () => ParseJwk("{}"),
        [JsonReasons.JwkPrivate] = () => ParseJwk("{\"d\":\"\"}"),
    };

    private static ReasonCode[] ParseEar(string json) => EarJson.TryParse(EarClaimsTests.Utf8(json), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ParseJws(string token) => UnverifiedJws.TryParse(token, out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ParseJwk(string json) => Jwk.TryParse(Encoding.UTF8.GetBytes(json), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] VerifyJws(string token)
    {
        Assert.True(UnverifiedJws.TryParse(token, out UnverifiedJws? jws, out _));
        return jws.Verify(TestKeys.P256.PublicKey, out _, out ParseError error) ? [] : [error.Code];
    }
}
