using Attestation.Formats;
using Attestation.Formats.Corim;
using Attestation.Formats.Reasons;

namespace Attestation.Verifier.Endorsements;

/// <summary>Decides whether a CoRIM counts: signed by one of the trusted keys, or unsigned where the policy accepts that.</summary>
/// <param name="signers">Trusted signers; who the CoRIM itself says it is from decides nothing.</param>
/// <param name="acceptUnsigned">The policy's acceptUnsignedCorim.</param>
internal sealed class CorimVerifier(IReadOnlyList<TrustedSigner> signers, bool acceptUnsigned)
{
    public SubmissionRefusal? Verify(StoredEndorsement endorsement, out VerifiedCorim? corim)
    {
        corim = null;
        bool signed = EndorsementFormats.IsSigned(endorsement.MediaType);
        if (signed != UnverifiedSignedCorim.LooksSigned(endorsement.Document))
            return new SubmissionRefusal(SubmissionReasons.Form, endorsement.MediaType);
        return signed ? VerifySigned(endorsement.Document, out corim) : ReadUnsigned(endorsement.Document, out corim);
    }

    private SubmissionRefusal? VerifySigned(byte[] document, out VerifiedCorim? corim)
    {
        corim = null;
        if (!UnverifiedSignedCorim.TryParse(document, out UnverifiedSignedCorim? unverified, out ParseError error))
            return Malformed(error);
        foreach (TrustedSigner signer in signers)
        {
            if (unverified.Verify(signer.Key, out CorimManifest? manifest, out error))
            {
                corim = new VerifiedCorim(manifest, signer.Name, unverified.SignatureValidity);
                return null;
            }
            // Only a signature that does not verify leaves room for another key; a signed CoRIM that is malformed inside stays so.
            if (error.Code != CoseReasons.Signature && error.Code != CoseReasons.AlgorithmKey)
                return Malformed(error);
        }
        return new SubmissionRefusal(SubmissionReasons.Untrusted, $"it says that it is from {unverified.Signer}; {signers.Count} keys are trusted");
    }

    private SubmissionRefusal? ReadUnsigned(byte[] document, out VerifiedCorim? corim)
    {
        corim = null;
        if (!acceptUnsigned)
            return new SubmissionRefusal(SubmissionReasons.Unsigned, "");
        if (!CorimManifest.TryParse(document, out CorimManifest? manifest, out ParseError error))
            return Malformed(error);
        corim = new VerifiedCorim(manifest, "", null);
        return null;
    }

    private static SubmissionRefusal Malformed(ParseError error) =>
        new(error.Code, error.Path.Length == 0 ? $"At byte {error.Offset}." : $"At byte {error.Offset}, {error.Path}.");
}
