using Attestation.Formats.Dice;
using Attestation.Formats.Keys;

namespace Attestation.RelyingParty.Devices;

/// <summary>A device whose certificate chain hangs from a trusted anchor. That says who it is, not what it runs: a result says that.</summary>
/// <param name="Id">SHA-256 of its raw UDS public key, lower-case hex: the same id as in results.</param>
/// <param name="Ueid">UEID that its manufacturer certified, lower-case hex; null where none is certified. What layers say of themselves is not taken.</param>
/// <param name="Serial">The serialNumber of the subject that its manufacturer certified; null where there is none.</param>
/// <param name="Key">The key at the end of the chain: the one that the device proves to hold.</param>
/// <param name="Expires">End of the certificate that ends soonest.</param>
/// <param name="Chain">The measured layers, for who wants to compare them.</param>
public sealed record VerifiedDevice(string Id, string? Ueid, string? Serial, VerificationKey Key, DateTimeOffset Expires, VerifiedDiceChain Chain)
{
    /// <summary>UEID where one is certified, else the id.</summary>
    public string Name => Ueid ?? Id;
}
