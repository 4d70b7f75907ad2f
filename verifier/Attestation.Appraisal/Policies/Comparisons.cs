namespace Attestation.Appraisal.Policies;

/// <summary>What a policy requires to be compared with reference values, for every layer.</summary>
[Flags]
public enum Comparisons
{
    None = 0,
    Code = 1,
    Config = 2,
    Authority = 4,
    Mode = 8,
    Svn = 16,
    All = Code | Config | Authority | Mode | Svn,
}
