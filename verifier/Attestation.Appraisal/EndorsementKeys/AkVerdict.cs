using Attestation.Appraisal.Results;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What an attestation key's public area says of it.</summary>
/// <param name="Findings">All of them, notes included.</param>
/// <param name="Public">The key; null where it could not be read.</param>
/// <param name="Name">Its TPM name in lower-case hexadecimal; empty where it has none that identifies it.</param>
public sealed record AkVerdict(IReadOnlyList<Finding> Findings, TpmtPublic? Public, string Name)
{
    /// <summary>No finding refuses.</summary>
    public bool Accepted => Findings.All(finding => finding.Severity != Severity.Refuse);
}
