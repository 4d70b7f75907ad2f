namespace Attestation.Formats.Cmw;

/// <summary>cm-type (draft-ietf-rats-msg-wrap section 3.1): which conceptual messages a record holds.</summary>
[Flags]
public enum CmwIndicator
{
    None = 0,
    ReferenceValues = 1,
    Endorsements = 2,
    Evidence = 4,
    AttestationResults = 8,
    AppraisalPolicy = 16,
}
