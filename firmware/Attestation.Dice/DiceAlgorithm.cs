namespace Attestation.Dice;

/// <summary>The signature algorithms of the Open Profile for DICE ("Digital Signatures"). The value is the COSE algorithm identifier
/// (RFC 9053 section 2).</summary>
public enum DiceAlgorithm
{
    /// <summary>EdDSA over Curve25519 (RFC 8032).</summary>
    Ed25519 = -8,

    /// <summary>ES256: ECDSA over P-256 with SHA-256.</summary>
    P256 = -7,

    /// <summary>ES384: ECDSA over P-384 with SHA-384.</summary>
    P384 = -35,
}
