using Attestation.Formats;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.Factory.Releases;

/// <summary>COSE_Sign1 as boards read it: the only protected header is alg, ES256 or EdDSA, and no unprotected one. docs/formats/update-manifest.cddl and
/// owner-authorisation.cddl.</summary>
internal static class BoardMessage
{
    /// <summary>Tag 18, array of 4, bstr of 3 bytes, map of 1, alg.</summary>
    private static ReadOnlySpan<byte> Head => [0xD2, 0x84, 0x43, 0xA1, 0x01];

    private const byte NoUnprotected = 0xA0;

    public static bool CanVerify(VerificationKey key) => key.DefaultAlgorithm is SignatureAlgorithm.Es256 or SignatureAlgorithm.EdDsa;

    /// <param name="signed">The message.</param>
    /// <param name="largest">Bytes that a board reads.</param>
    /// <param name="key">Whose signature counts.</param>
    /// <param name="malformed">The reason for what no key could make good.</param>
    /// <param name="untrusted">The reason for another signature.</param>
    /// <param name="payload">What was signed; set when the answer is null.</param>
    public static ReasonCode? TryVerify(
        ReadOnlyMemory<byte> signed, int largest, VerificationKey key, ReasonCode malformed, ReasonCode untrusted, out ReadOnlyMemory<byte> payload)
    {
        payload = default;
        bool read = UnverifiedCoseSign1.TryParse(signed, CoseTag.Required, out UnverifiedCoseSign1? message, out _, largest)
            && message.Algorithm is SignatureAlgorithm.Es256 or SignatureAlgorithm.EdDsa
            && signed.Span.StartsWith(Head) && signed.Span[Head.Length + 1] == NoUnprotected;
        if (!read)
            return malformed;
        if (message!.Verify(key, default, out payload, out ParseError error))
            return null;
        return error.Code == CoseReasons.PayloadMissing ? malformed : untrusted;
    }
}
