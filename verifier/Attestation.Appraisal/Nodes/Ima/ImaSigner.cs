using System.Formats.Asn1;
using System.Security.Cryptography;
using Attestation.Formats.Keys;

namespace Attestation.Appraisal.Nodes.Ima;

/// <summary>A key that may sign files (CoRIM measurement <c>ima-signer</c>).</summary>
/// <param name="Key">RSA, P-256, P-384 or P-521; a key of another kind verifies nothing.</param>
/// <param name="Source">Where it comes from.</param>
public sealed record ImaSigner(VerificationKey Key, ImaSource Source)
{
    /// <summary>
    /// What signatures call the key where its certificate has the usual subject key identifier (RFC 5280 section 4.2.1.2, method 1): the last four
    /// bytes of the SHA-1 of the subjectPublicKey. Only a hint: a certificate may have any identifier, so another id does not speak against a key.
    /// </summary>
    public ReadOnlyMemory<byte> KeyId { get; } = IdOf(Key);

    private static byte[] IdOf(VerificationKey key)
    {
        var info = new AsnReader(key.ToSpki(), AsnEncodingRules.DER).ReadSequence();
        info.ReadSequence();
        return SHA1.HashData(info.ReadBitString(out _))[^4..];
    }
}
