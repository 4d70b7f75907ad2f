using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Certificates;

/// <summary>Lets the base library's certificate writer sign with a key of ours; it has no Ed25519 of its own.</summary>
internal sealed class KeySignatureGenerator(SigningKey key) : X509SignatureGenerator
{
    /// <summary>ecdsa-with-SHA256, ecdsa-with-SHA384 (RFC 5758 section 3.2) or id-Ed25519 (RFC 8410 section 3); none has parameters.</summary>
    public override byte[] GetSignatureAlgorithmIdentifier(HashAlgorithmName hashAlgorithm)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
            writer.WriteObjectIdentifier(key.Algorithm switch
            {
                SignatureAlgorithm.Es256 => "1.2.840.10045.4.3.2",
                SignatureAlgorithm.Es384 => "1.2.840.10045.4.3.3",
                _ => "1.3.101.112",
            });
        return writer.Encode();
    }

    public override byte[] SignData(byte[] data, HashAlgorithmName hashAlgorithm) => key.SignForX509(data);

    protected override PublicKey BuildPublicKey() => PublicKey.CreateFromSubjectPublicKeyInfo(key.PublicKey.ToSpki(), out _);
}
