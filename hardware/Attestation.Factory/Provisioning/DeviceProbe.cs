using Attestation.Dice;

namespace Attestation.Factory.Provisioning;

/// <summary>What a device shows at the station; all public.</summary>
/// <param name="Algorithm">Of both keys.</param>
/// <param name="UdsPublicKey">Raw: 32 bytes (Ed25519), or X ‖ Y.</param>
/// <param name="UdsId">20 bytes.</param>
/// <param name="CdiPublicKey">The key of a layer with all-zero inputs, raw.</param>
/// <param name="CdiCertificate">The UDS key's certificate for it, DER.</param>
public sealed record DeviceProbe(DiceAlgorithm Algorithm, byte[] UdsPublicKey, byte[] UdsId, byte[] CdiPublicKey, byte[] CdiCertificate);
