namespace Attestation.Appraisal.Results;

/// <summary>What a finding does to the verdict.</summary>
public enum Severity
{
    /// <summary>Worth telling; the verdict stands.</summary>
    Note,

    /// <summary>The verdict is at best a warning.</summary>
    Warn,

    /// <summary>The verdict is contraindicated.</summary>
    Refuse,
}
