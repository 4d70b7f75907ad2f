using Attestation.Verifier.Nodes;

namespace Attestation.Verifier.Appraisals;

/// <summary>A device whose identity an operator revoked.</summary>
/// <param name="Device">Thumbprint of its UDS public key, lower-case hex.</param>
/// <param name="Revocation">Since when, and why.</param>
public sealed record RevokedDevice(string Device, Revocation Revocation);

/// <summary>Whether a device, or a key that vouches for it, was revoked when an appraisal asked.</summary>
/// <param name="Device">Thumbprint of the public key.</param>
/// <param name="RevokedAt">Null where it was not.</param>
public sealed record DeviceStanding(string Device, DateTimeOffset? RevokedAt);
