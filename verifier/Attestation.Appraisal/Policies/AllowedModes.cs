namespace Attestation.Appraisal.Policies;

/// <summary>Modes of the Open Profile for DICE, section "Mode value details", that a policy lets pass.</summary>
[Flags]
public enum AllowedModes
{
    None = 0,
    Normal = 1,
    Debug = 2,
    Recovery = 4,
    NotConfigured = 8,
}
