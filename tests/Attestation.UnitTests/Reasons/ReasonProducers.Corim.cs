using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Corim;
using Attestation.Formats.Cose;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Corim => new()
    {
        [CorimReasons.Structure] = () => ParseCorim("d901f580"),
        [CorimReasons.Id] = () => ParseCorim("d901f5a0"),
        [CorimReasons.Tags] = () => ParseCorim("d901f5a1006161"),
        [CorimReasons.Profile] = () => ParseCorim("d901f5a103d86f6161"),
        [CorimReasons.Validity] = () => ParseCorim("d901f5a104a100c102"),
        [CorimReasons.Entity] = () => ParseCorim("d901f5a10581a1028101"),
        [CorimReasons.ContentType] = () => ParseSignedCorim(new CoseSign1Writer()),
        [CorimReasons.Meta] = () => ParseSignedCorim(new CoseSign1Writer().WithContentType(MediaTypes.CorimUnsigned)),
        [CorimReasons.Comid] = () => ParseComid("80"),
        [CorimReasons.Triples] = () => ParseComid("a101a1006161"),
        [CorimReasons.Triple] = () => ParseComidTriple("838000" + "00"),
        [CorimReasons.Environment] = () => ParseComidTriple("82a080"),
        [CorimReasons.Measurement] = () => ParseComidTriple("82a100a101614181a101a0"),
        [CorimReasons.Value] = () => ParseComidTriple("82a100a101614181a101a103a10bf5"),
        [CorimReasons.Digest] = () => ParseComidTriple("82a100a101614181a101a1028182014100"),
        [CorimReasons.Key] = () => ParseComidTriple("82a100a101614181a101a10d8100"),
        [CorimReasons.KeyUnusable] = () => new CorimKey(CorimTag.PkixKey, CborMapBuilder.Encode(w => w.WriteTextString("?"))).TryGetKey(out _, out ParseError error) ? [] : [error.Code],
    };

    private static ReasonCode[] ParseCorim(string hex) => CorimManifest.TryParse(Convert.FromHexString(hex), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ParseComid(string hex) => Comid.TryParse(Convert.FromHexString(hex), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ParseComidTriple(string triple) => ParseComid("a201a100616104a10081" + triple);

    private static ReasonCode[] ParseSignedCorim(CoseSign1Writer writer) =>
        UnverifiedSignedCorim.TryParse(writer.Sign(TestKeys.P256, [0xA0]), out _, out ParseError error) ? [] : [error.Code];
}
