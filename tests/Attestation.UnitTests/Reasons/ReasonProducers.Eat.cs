using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Eat;
using Attestation.Formats.Reasons;
using Attestation.UnitTests.Formats;

namespace Attestation.UnitTests.Reasons;

public static partial class ReasonProducers
{
    internal static Dictionary<ReasonCode, Func<IEnumerable<ReasonCode>>> Eat => new()
    {
        [EatReasons.Claims] = () => ParseEat("80"),
        [EatReasons.Nonce] = () => ParseEat("a10a4700000000000000"),
        [EatReasons.Ueid] = () => ParseEat("a119010046010000000000"),
        [EatReasons.Claim] = () => ParseEat("a119010705"),
        [EatReasons.Profile] = () => [EatProfileError()],
        [EatReasons.ChainTwice] = () => ParseEatToken(w => w.WithX5Chain([new byte[] { 1 }]).Unprotected.Add(CoseHeaderLabel.DiceChain, new byte[] { 0x80 })),
        [EatReasons.ChainType] = () => ParseEatToken(w => w.Unprotected.Add(CoseHeaderLabel.DiceChain, 1)),
        [EatReasons.Submodule] = () => ParseEat("a119010aa1616100"),
    };

    private static ReasonCode[] ParseEat(string hex) => EatClaims.TryParse(Convert.FromHexString(hex), out _, out ParseError error) ? [] : [error.Code];

    private static ReasonCode EatProfileError()
    {
        Assert.True(EatClaims.TryParse(new byte[] { 0xA0 }, out EatClaims? claims, out _));
        Assert.False(claims.RequireProfile("a", out ParseError error));
        return error.Code;
    }

    private static ReasonCode[] ParseEatToken(Action<CoseSign1Writer> headers)
    {
        var writer = new CoseSign1Writer();
        headers(writer);
        return UnverifiedEat.TryParse(writer.Sign(TestKeys.P256, [0xA0]), out _, out ParseError error) ? [] : [error.Code];
    }
}
