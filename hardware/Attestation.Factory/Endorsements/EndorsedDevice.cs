using Attestation.Formats.Corim;
using Attestation.Formats.Keys;

namespace Attestation.Factory.Endorsements;

/// <summary>A device that passed, as its record endorses it.</summary>
/// <param name="DeviceId">Its serial number in lower-case hex; stays with the manufacturer unless asked for.</param>
/// <param name="Identity">Class, UEID and UDS key.</param>
public sealed record EndorsedDevice(string DeviceId, KeyTriple Identity)
{
    /// <summary>Lower-case hex.</summary>
    public string Ueid => Convert.ToHexStringLower(Identity.Environment.Instance!.Bytes!.Value.Span);

    public VerificationKey UdsKey => Identity.Keys[0].TryGetKey(out VerificationKey key, out _) ? key : throw new InvalidOperationException("an audited endorsement without a key");
}
