using Attestation.Verifier.Appraisals;

namespace Attestation.Verifier.Http;

/// <summary>Whether a device is revoked, as the API shows it.</summary>
/// <param name="Device">Thumbprint of its UDS public key, lower-case hex.</param>
/// <param name="Revocation">Absent where it is not revoked.</param>
public sealed record DeviceRevocationDocument(string Device, RevocationDocument? Revocation)
{
    public static DeviceRevocationDocument Of(RevokedDevice revoked) => new(revoked.Device, RevocationDocument.Of(revoked.Revocation));
}

/// <summary>A page of revoked devices.</summary>
/// <param name="Revocations">In order of device.</param>
/// <param name="Next">Address of the next page; absent on the last.</param>
public sealed record DeviceRevocationListDocument(IReadOnlyList<DeviceRevocationDocument> Revocations, string? Next);
