using Attestation.Cli.Inputs;

namespace Attestation.Cli.Quotes;

/// <summary>The files of one quote.</summary>
/// <param name="Quote">TPMS_ATTEST or TPM2B_ATTEST.</param>
/// <param name="Signature">TPMT_SIGNATURE.</param>
/// <param name="Ak">The attestation key.</param>
/// <param name="Pcrs">PCR values, or null.</param>
/// <param name="Ek">Public area of the endorsement key that the attestation key is a child of, or null.</param>
internal sealed record QuoteFiles(InputFile Quote, InputFile Signature, InputFile Ak, InputFile? Pcrs, InputFile? Ek = null)
{
    /// <summary>The file that a step of the verification is about.</summary>
    internal InputFile OfStep(int step) => step switch
    {
        1 or 2 or 4 => Signature,
        3 => Ak,
        11 => Pcrs ?? Quote,
        _ => Quote,
    };
}
