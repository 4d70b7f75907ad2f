using Attestation.Verifier.Appraisals;

namespace Attestation.Verifier.Http;

/// <summary>A device as the API shows it.</summary>
/// <param name="Id">Thumbprint of its UDS public key, lower-case hex.</param>
/// <param name="Ueid">Lower-case hex.</param>
/// <param name="Vendor">Class vendor.</param>
/// <param name="Model">Class model.</param>
/// <param name="FirstSeen">RFC 3339.</param>
/// <param name="LastSeen">RFC 3339.</param>
/// <param name="Status">Status of the last judgement: affirming, warning, contraindicated.</param>
/// <param name="Appraisal">Address of the last judgement.</param>
/// <param name="HighestSvn">Highest security version accepted so far, by layer.</param>
/// <param name="BootCount">Last boot counter.</param>
/// <param name="Revocation">Absent where it is not revoked.</param>
public sealed record DeviceDocument(
    string Id,
    string? Ueid,
    string? Vendor,
    string? Model,
    DateTimeOffset FirstSeen,
    DateTimeOffset LastSeen,
    string Status,
    string Appraisal,
    IReadOnlyList<ulong>? HighestSvn,
    ulong? BootCount,
    RevocationDocument? Revocation)
{
    public static DeviceDocument Of(KnownDevice device) => new(device.Id, device.Ueid, device.Vendor, device.Model, device.FirstSeen, device.LastSeen,
        AppraisalDocument.NameOf(device.LastStatus), $"/api/v1/appraisals/{device.LastAppraisal}", device.History?.HighestSvn, device.History?.BootCount,
        RevocationDocument.Of(device.Revocation));
}

/// <summary>A page of devices.</summary>
/// <param name="Devices">In order of id.</param>
/// <param name="Next">Address of the next page; absent on the last.</param>
public sealed record DeviceListDocument(IReadOnlyList<DeviceDocument> Devices, string? Next);
