namespace Attestation.Dice.Evidence;

/// <summary>The constants of this project's device evidence. docs/formats/device-evidence.cddl describes it; the verifier has its own
/// copy of each.</summary>
public static class EvidenceProfile
{
    /// <summary>EAT profile (claim 265, RFC 9711 section 4.3.2).</summary>
    public const string Name = "urn:uuid:8f1c5f6e-6c1b-5b0e-9d57-2a3f9c7e4b10";

    /// <summary>COSE header x5chain (RFC 9360 section 2).</summary>
    public const int HeaderX5Chain = 33;

    /// <summary>Private-use COSE header: a bstr with the CBOR array DiceChain.</summary>
    public const int HeaderDiceChain = -70600;

    /// <summary>Shortest and longest nonce in bytes (RFC 9711 section 4.1).</summary>
    public const int MinimumNonceSize = 8;

    public const int MaximumNonceSize = 64;
}
