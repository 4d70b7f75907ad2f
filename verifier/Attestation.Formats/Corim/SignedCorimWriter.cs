using Attestation.Formats.Cbor;
using Attestation.Formats.Cose;
using Attestation.Formats.Keys;

namespace Attestation.Formats.Corim;

/// <summary>Signs a CoRIM (draft-ietf-rats-corim section 4.2): protected alg, content type and corim-meta, unprotected key id.</summary>
public static class SignedCorimWriter
{
    /// <param name="signer">Name of the signer for corim-meta.</param>
    /// <param name="validity">Validity of the signature; null leaves it out.</param>
    /// <param name="keyId">Key id; empty leaves it out.</param>
    public static byte[] Sign(CorimManifest corim, SigningKey key, string signer, CorimValidity? validity = null, ReadOnlyMemory<byte> keyId = default)
    {
        var meta = new CborMapBuilder().Add(0, new CborMapBuilder().Add(0, signer).WriteTo);
        if (validity is { } window)
            meta.Add(1, window.WriteTo);
        CoseSign1Writer writer = new CoseSign1Writer().WithContentType(MediaTypes.CorimUnsigned);
        writer.Protected.Add(CoseHeaderLabel.CorimMeta, meta.Encode());
        if (!keyId.IsEmpty)
            writer.WithKeyId(keyId);
        return writer.Sign(key, corim.Encode());
    }
}
