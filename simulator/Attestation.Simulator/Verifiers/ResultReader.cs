using System.Buffers.Text;
using System.Text.Json;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.Simulator.Verifiers;

/// <summary>What a relying party does with a result: nothing before its signature verifies under the verifier's key and it carries the session's nonce.</summary>
internal static class ResultReader
{
    /// <summary>Reads <c>ear-verification-key</c> of the discovery document (Veraison discovery API): a P-256 JWK (RFC 7517).</summary>
    /// <exception cref="VerifierUnavailableException">There is no such key.</exception>
    public static VerificationKey ReadKey(JsonElement discovery)
    {
        if (discovery.TryGetProperty("ear-verification-key", out JsonElement jwk)
            && jwk.TryGetProperty("x", out JsonElement x) && jwk.TryGetProperty("y", out JsonElement y)
            && Base64Url.IsValid(x.GetString()) && Base64Url.IsValid(y.GetString())
            && VerificationKey.TryFromPoint(KeyKind.P256, [.. Base64Url.DecodeFromChars(x.GetString()), .. Base64Url.DecodeFromChars(y.GetString())], out VerificationKey key, out _))
            return key;
        throw new VerifierUnavailableException("the discovery document names no P-256 key for results");
    }

    /// <param name="jwt">The EAR.</param>
    /// <param name="key">The verifier's key.</param>
    /// <param name="nonce">Of the session.</param>
    /// <exception cref="VerifierUnavailableException">The result is not this verifier's answer to this session.</exception>
    public static EarClaims Read(string jwt, VerificationKey key, byte[] nonce)
    {
        if (!UnverifiedEar.TryParseJwt(jwt, out UnverifiedEar? unverified, out ParseError error) || !unverified.Verify(key, out EarClaims? claims, out error))
            throw new VerifierUnavailableException($"the result cannot be relied on: {error}");
        return claims.Nonces.Any(own => own.Span.SequenceEqual(nonce))
            ? claims
            : throw new VerifierUnavailableException("the result answers another session");
    }

    /// <summary>affirming, warning, contraindicated or none.</summary>
    public static string VerdictOf(EarClaims claims) => claims.Status.ToString().ToLowerInvariant();

    /// <summary>Reason ids of all findings, in order, each once.</summary>
    public static IReadOnlyList<string> ReasonsOf(EarClaims claims) =>
        [.. claims.Submodules.Values.SelectMany(submodule => submodule.Findings).Select(finding => finding.Code).Distinct()];
}
