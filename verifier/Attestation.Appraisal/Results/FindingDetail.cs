namespace Attestation.Appraisal.Results;

/// <summary>How much of its findings an attestation result tells whoever holds it.</summary>
public enum FindingDetail
{
    /// <summary>Each reason code once. The attested device learns why, not what would have been accepted.</summary>
    Codes,

    /// <summary>Place, expected and actual value too: for results that only a relying party sees.</summary>
    Full,
}
