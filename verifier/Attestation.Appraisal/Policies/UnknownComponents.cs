namespace Attestation.Appraisal.Policies;

/// <summary>What a layer without any reference value does to the verdict.</summary>
public enum UnknownComponents
{
    Refuse,
    Warn,
}
