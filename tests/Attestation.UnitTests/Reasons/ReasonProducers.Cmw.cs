using Attestation.Formats;
using Attestation.Formats.Cmw;
using Attestation.Formats.Reasons;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Cmw => new()
    {
        [CmwReasons.Structure] = () => ParseCmw("8100"),
        [CmwReasons.Type] = () => ParseCmw("822040"),
        [CmwReasons.Value] = () => ParseCmw("820060"),
        [CmwReasons.Indicator] = () => ParseCmw("8300401820"),
        [CmwReasons.Tag] = () => ParseCmw("da6374010040"),
        [CmwReasons.Collection] = () => ParseCmw("a0"),
    };

    private static ReasonCode[] ParseCmw(string hex) => CmwMessage.TryParseCbor(Convert.FromHexString(hex), out _, out ParseError error) ? [] : [error.Code];
}
