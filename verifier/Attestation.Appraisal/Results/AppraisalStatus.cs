namespace Attestation.Appraisal.Results;

/// <summary>draft-ietf-rats-ear section 3, ear status; the numbers are the CBOR form.</summary>
public enum AppraisalStatus
{
    /// <summary>Nothing was judged.</summary>
    None = 0,
    Affirming = 2,
    Warning = 32,
    Contraindicated = 96,
}
