using Attestation.Formats;
using Attestation.Formats.Cbor;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Cbor => new()
    {
        [CborReasons.Truncated] = () => CheckCbor("44010203"),
        [CborReasons.Trailing] = () => CheckCbor("0000"),
        [CborReasons.NotMinimal] = () => CheckCbor("1800"),
        [CborReasons.Indefinite] = () => CheckCbor("9fff"),
        [CborReasons.Depth] = () => CheckCbor(string.Concat(Enumerable.Repeat("81", 17)) + "00"),
        [CborReasons.DuplicateKey] = () => CheckCbor("a201000100"),
        [CborReasons.Malformed] = () => CheckCbor("1c"),
        [CborReasons.Type] = () => ReadCbor("01", r => r.TryReadText(out _)),
        [CborReasons.TooLarge] = () => ReadCbor("820000", r => r.TryReadArray(_ => r.TrySkip(), max: 1)),
    };

    private static ReasonCode[] CheckCbor(string hex) =>
        CborWellFormed.TryCheck(Convert.FromHexString(hex), out ParseError error) ? [] : [error.Code];

    private static ReasonCode[] ReadCbor(string hex, Func<StrictCborReader, bool> read) =>
        StrictCborReader.TryOpen(Convert.FromHexString(hex), out StrictCborReader reader, out ParseError error)
            ? read(reader) ? [] : [reader.Error.Code]
            : [error.Code];
}
