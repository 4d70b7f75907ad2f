using Attestation.Formats.Ear;

namespace Attestation.RelyingParty.Results;

/// <summary>Whom a result speaks of, by every name that the verifier gives.</summary>
/// <param name="NodeName">Name of a worker node in its cluster.</param>
/// <param name="NodeId">TPM name of its attestation key, lower-case hex.</param>
/// <param name="DeviceId">SHA-256 of a device's raw UDS public key, lower-case hex.</param>
/// <param name="Ueid">The device's UEID (RFC 9711 section 4.2.1), lower-case hex.</param>
public sealed record ResultSubject(string? NodeName = null, string? NodeId = null, string? DeviceId = null, string? Ueid = null)
{
    /// <summary>The one name to show: a node's name or id, else the device's UEID or id; null where the verifier names nobody.</summary>
    public string? Name => NodeName ?? NodeId ?? Ueid ?? DeviceId;

    internal static ResultSubject Of(EarClaims claims) =>
        new(claims.Node?.Name, claims.Node?.Id, claims.Device?.Id, claims.Device?.Ueid);

    /// <summary>Is this one of the subject's names?</summary>
    public bool Is(string name) => name.Length > 0 && (name == NodeName || name == NodeId || name == DeviceId || name == Ueid);
}
