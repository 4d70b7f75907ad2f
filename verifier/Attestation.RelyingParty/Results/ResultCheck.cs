using System.Text;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Reasons;
using Attestation.RelyingParty.Keys;

namespace Attestation.RelyingParty.Results;

/// <summary>
/// Says whether to rely on an attestation result (draft-ietf-rats-ear), JWT or CWT. Immutable, but for the optional memory of verified signatures;
/// any number of threads may use one.
/// </summary>
/// <param name="keys">The verifiers that are believed.</param>
/// <param name="requirement">What every result must fulfil.</param>
/// <param name="known">Remembers verified results, so that one that is shown again costs no signature; null to remember none.</param>
public sealed class ResultCheck(ResultKeys keys, ResultRequirement requirement, VerifiedResults? known = null)
{
    /// <summary>Longest token, in characters or bytes.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>A JWT in compact serialization, or a CWT in base64url without padding: what fits into a header.</summary>
    public ResultCheckOutcome Check(string token, DateTimeOffset now, ResultExpectation? expected = null)
    {
        if (token.Length > MaxLength)
            return ResultCheckOutcome.Bad(RelyingPartyReasons.Form, $"{token.Length} characters");
        if (!token.Contains('.'))
        {
            return TryBase64Url(token, out byte[] cwt)
                ? Check(cwt, now, expected)
                : ResultCheckOutcome.Bad(RelyingPartyReasons.Form, "no JWT, and no base64url");
        }
        ReadOnlyMemory<byte> id = VerifiedResults.IdOf(Encoding.UTF8.GetBytes(token));
        if (known?.Find(id) is { } claims)
            return ResultRules.Judge(claims, requirement, expected ?? ResultExpectation.Nothing, now);
        return UnverifiedEar.TryParseJwt(token, out UnverifiedEar? ear, out ParseError error) ? Check(ear, id, now, expected) : Refuse(error);
    }

    /// <summary>A CWT, or a JWT as ASCII.</summary>
    public ResultCheckOutcome Check(ReadOnlyMemory<byte> token, DateTimeOffset now, ResultExpectation? expected = null)
    {
        if (token.Length is 0 or > MaxLength)
            return ResultCheckOutcome.Bad(RelyingPartyReasons.Form, $"{token.Length} bytes");
        if (token.Span.Contains((byte)'.') && Ascii.IsValid(token.Span))
            return Check(Encoding.ASCII.GetString(token.Span), now, expected);
        ReadOnlyMemory<byte> id = VerifiedResults.IdOf(token.Span);
        if (known?.Find(id) is { } claims)
            return ResultRules.Judge(claims, requirement, expected ?? ResultExpectation.Nothing, now);
        return UnverifiedEar.TryParseCwt(token, out UnverifiedEar? ear, out ParseError error) ? Check(ear, id, now, expected) : Refuse(error);
    }

    private ResultCheckOutcome Check(UnverifiedEar ear, ReadOnlyMemory<byte> id, DateTimeOffset now, ResultExpectation? expected)
    {
        if (!keys.TryVerify(ear, out EarClaims claims, out ParseError error))
            return Refuse(error);
        ResultCheckOutcome outcome = ResultRules.Judge(claims, requirement, expected ?? ResultExpectation.Nothing, now);
        if (outcome.IsGood)
            known?.Remember(id, claims, outcome.Expires, now);
        return outcome;
    }

    private static ResultCheckOutcome Refuse(ParseError error) =>
        ResultCheckOutcome.Bad(error.Code, error.Path.Length == 0 ? $"at byte {error.Offset}" : error.Path);

    private static bool TryBase64Url(string token, out byte[] bytes)
    {
        bytes = [];
        if (token.Length == 0 || !System.Buffers.Text.Base64Url.IsValid(token) || token.Contains('=') || token.Any(char.IsWhiteSpace))
            return false;
        bytes = System.Buffers.Text.Base64Url.DecodeFromChars(token);
        return true;
    }
}
