using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Endorsements;

/// <summary>A CoRIM with one CoMID, as this factory signs it. docs/formats/dice-reference-values.md.</summary>
internal static class CorimDocument
{
    /// <param name="id">Of the CoRIM; the CoMID's tag-id is derived from it.</param>
    /// <param name="references">Reference triples; may be empty.</param>
    /// <param name="identities">Identity triples; may be empty.</param>
    public static CorimManifest Of(string id, IReadOnlyList<ValueTriple> references, IReadOnlyList<KeyTriple> identities) => new()
    {
        Id = TypedItem.OfText(id),
        Comids = [new Comid { TagId = TypedItem.OfText(id + "/comid"), References = references, Identities = identities }],
    };

    /// <param name="vendor">Goes into corim-meta as the signer.</param>
    public static byte[] Sign(CorimManifest corim, string vendor, SigningKey key) =>
        SignedCorimWriter.Sign(corim, key, vendor, keyId: key.PublicKey.Thumbprint);
}
