using System.Text;
using Attestation.Formats;
using Attestation.Formats.Ear;
using Attestation.Formats.Jose;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;

namespace Attestation.RelyingParty.Keys;

/// <summary>The pinned keys of the verifiers that a relying party believes. Immutable; nothing in a token adds to them.</summary>
public sealed class ResultKeys
{
    private readonly NamedKey[] keys;

    /// <param name="keys">At least one.</param>
    public ResultKeys(IEnumerable<NamedKey> keys)
    {
        this.keys = [.. keys];
        ArgumentOutOfRangeException.ThrowIfZero(this.keys.Length, nameof(keys));
    }

    /// <summary>One key, whatever signatures call it.</summary>
    public ResultKeys(VerificationKey key) : this([new NamedKey(null, key)])
    {
    }

    public IReadOnlyList<NamedKey> Keys => keys;

    /// <summary>A file's content: one PEM block PUBLIC KEY, a JWK, or a JWK set.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> file, out ResultKeys result, out ParseError error)
    {
        result = null!;
        if (file.Span.IndexOf("-----BEGIN "u8) >= 0)
        {
            if (!VerificationKey.TryParsePem(Encoding.Latin1.GetString(file.Span), out VerificationKey key, out error))
                return false;
            result = new ResultKeys(key);
            return true;
        }
        if (!JwkSet.TryParse(file, out IReadOnlyList<NamedKey> set, out error))
            return false;
        result = new ResultKeys(set);
        return true;
    }

    /// <summary>The claims, where one of the keys signed them.</summary>
    /// <param name="result">The result as it came.</param>
    /// <param name="claims">What it says.</param>
    /// <param name="error">
    /// <see cref="RelyingPartyReasons.Key"/> where no key of the token's name and algorithm verifies; else what is wrong behind a good signature.
    /// </param>
    internal bool TryVerify(UnverifiedEar result, out EarClaims claims, out ParseError error)
    {
        foreach (NamedKey named in Candidates(result))
        {
            if (result.Verify(named.Key, out EarClaims? verified, out error))
            {
                claims = verified;
                return true;
            }
            if (!IsSignature(error.Code))
            {
                claims = null!;
                return false;
            }
        }
        claims = null!;
        error = new ParseError(RelyingPartyReasons.Key, 0, result.KeyId is { } id ? $"kid {Shown.Safely(id)}" : "");
        return false;
    }

    /// <summary>Keys that bear the token's kid; where none does, or it has none, those without a name as well as all others: a kid is a hint (RFC 7515 section 4.1.4).</summary>
    private IEnumerable<NamedKey> Candidates(UnverifiedEar result)
    {
        NamedKey[] fitting = [.. keys.Where(k => k.Key.DefaultAlgorithm == result.Algorithm)];
        NamedKey[] called = result.KeyId is null ? [] : [.. fitting.Where(k => k.KeyId == result.KeyId)];
        return called.Length > 0 ? called : fitting;
    }

    private static bool IsSignature(ReasonCode code) => code == JsonReasons.JwsSignature || code == JsonReasons.JwsAlgorithmKey
        || code == CoseReasons.Signature || code == CoseReasons.AlgorithmKey;
}
