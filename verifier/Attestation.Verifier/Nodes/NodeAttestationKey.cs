using Attestation.Appraisal.Quotes;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;
using Attestation.Verifier.Http;

namespace Attestation.Verifier.Nodes;

/// <summary>
/// The attestation key that a node wants to attest with, judged by its public area. The credential is made for its Name, which covers every
/// attribute looked at here: a TPM gives the secret back only for a key that really has them.
/// </summary>
internal static class NodeAttestationKey
{
    /// <param name="akPublic">TPM2B_PUBLIC.</param>
    /// <param name="name">The key's Name.</param>
    public static Refusal? Judge(byte[] akPublic, out byte[] name)
    {
        name = [];
        if (!WireValue.TryParseSized(akPublic, out TpmtPublic? area, out WireError error))
            return new Refusal(400, TpmReasons.AkForm, error.Sentence);
        if (AttestationKey.Of(area).CheckKind() is { } defect)
            return new Refusal(403, QuoteReasons.Of(defect), $"{area.Attributes}");
        name = TpmName.Of(area);
        return name.Length == 0 ? new Refusal(400, TpmReasons.AkForm, "a key without a Name") : null;
    }
}
