using Attestation.Appraisal.Devices;
using Attestation.Appraisal.Results;
using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Appraisals;

/// <summary>A device with an anchored chain that was judged at least once.</summary>
/// <param name="Id">Thumbprint of its UDS public key, lower-case hex.</param>
/// <param name="Ueid">Lower-case hex; null where no evidence had one.</param>
/// <param name="Vendor">Class vendor, null where unknown.</param>
/// <param name="Model">Class model, null where unknown.</param>
/// <param name="FirstSeen">First judgement.</param>
/// <param name="LastSeen">Last judgement.</param>
/// <param name="LastStatus">Status of the last judgement.</param>
/// <param name="LastAppraisal">Id of the last stored appraisal.</param>
/// <param name="History">Anti-rollback memory; null where no evidence was authentic and fresh.</param>
public sealed record KnownDevice(
    string Id,
    string? Ueid,
    string? Vendor,
    string? Model,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    AppraisalStatus LastStatus,
    string LastAppraisal,
    DeviceHistory? History)
{
    /// <summary>Null where it is not revoked.</summary>
    public Revocation? Revocation { get; init; }
}
