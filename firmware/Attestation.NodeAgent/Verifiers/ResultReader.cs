using System.Buffers.Text;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Keys;

namespace Attestation.NodeAgent.Verifiers;

/// <summary>Reads results (EAR): nothing counts before the signature verifies under the verifier's key and the result carries the session's nonce.</summary>
internal static class ResultReader
{
    /// <exception cref="VerifierFailure">The discovery document names no such key.</exception>
    public static VerificationKey ReadKey(DiscoveryDocument discovery) =>
        discovery.Key is { X: { } x, Y: { } y } && Base64Url.IsValid(x) && Base64Url.IsValid(y)
        && VerificationKey.TryFromPoint(KeyKind.P256, [.. Base64Url.DecodeFromChars(x), .. Base64Url.DecodeFromChars(y)], out VerificationKey key, out _)
            ? key
            : throw new VerifierFailure("The verifier's discovery document names no P-256 key for results.");

    /// <param name="document">The answered session.</param>
    /// <param name="key">The verifier's key.</param>
    /// <param name="nonce">Of the session.</param>
    /// <exception cref="VerifierFailure">The result is not this verifier's answer to this session.</exception>
    public static Verdict Read(SessionDocument document, VerificationKey key, byte[] nonce)
    {
        if (document.Result is not { } jwt)
            throw new VerifierFailure("The verifier answered without a result.");
        if (!UnverifiedEar.TryParseJwt(jwt, out UnverifiedEar? unverified, out ParseError error) || !unverified.Verify(key, out EarClaims? claims, out error))
            throw new VerifierFailure($"The verifier's result cannot be relied on: {error}");
        if (!claims.Nonces.Any(own => own.Span.SequenceEqual(nonce)))
            throw new VerifierFailure("The verifier's result answers another session.");
        string[] reasons = [.. claims.Submodules.Values.SelectMany(submodule => submodule.Findings).Select(finding => finding.Code).Distinct()];
        return new Verdict(claims.Status.ToString().ToLowerInvariant(), reasons, document.Appraisal, document.Next);
    }
}
