using Attestation.Dice;
using Attestation.Factory.Authorities;
using Attestation.Factory.Lots;
using Attestation.Factory.Provisioning;

namespace Attestation.Factory.Line;

/// <summary>What a station works with; all of it open for as long as the line runs.</summary>
/// <param name="Lot">Where everything is recorded.</param>
/// <param name="Authority">Certifies and endorses.</param>
/// <param name="Approved">Scheme 3's database.</param>
/// <param name="Verifier">Judges each device.</param>
/// <param name="Operations">The crypto that devices run on.</param>
/// <param name="Entropy">Secrets of schemes 1, 2 and 3.</param>
/// <param name="Clock">Times of certificates and records.</param>
/// <param name="Locks">What must be read back.</param>
public sealed record LineTools(LotFolder Lot, ManufacturerCa Authority, ApprovedKeys Approved, VerifierLink Verifier,
    IDiceOperations Operations, EntropySource Entropy, TimeProvider Clock, LockRule Locks)
{
    /// <summary>Gets every step.</summary>
    public LineProgress Progress { get; init; } = new(Clock);

    public ProvisioningScheme Scheme => (ProvisioningScheme)Lot.Lot.Scheme;

    public DiceAlgorithm Algorithm => Lot.Lot.Algorithm switch
    {
        "p384" => DiceAlgorithm.P384,
        "ed25519" => DiceAlgorithm.Ed25519,
        _ => DiceAlgorithm.P256,
    };
}
