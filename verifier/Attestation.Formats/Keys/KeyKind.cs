namespace Attestation.Formats.Keys;

/// <summary>The public key algorithms that this verifier accepts.</summary>
public enum KeyKind
{
    /// <summary>RFC 8032; the public key is 32 bytes.</summary>
    Ed25519,

    /// <summary>NIST P-256; the public key is X‖Y, 64 bytes.</summary>
    P256,

    /// <summary>NIST P-384; the public key is X‖Y, 96 bytes.</summary>
    P384,

    /// <summary>NIST P-521; the public key is X‖Y, 132 bytes.</summary>
    P521,

    /// <summary>RSA, 2048 to 4096 bits; the public key is the DER of RSAPublicKey (RFC 8017 appendix A.1.1).</summary>
    Rsa,
}

/// <summary>Names for people.</summary>
public static class KeyKindNames
{
    /// <summary>The curve or algorithm as its standard writes it.</summary>
    public static string Name(this KeyKind kind) => kind switch
    {
        KeyKind.P256 => "P-256",
        KeyKind.P384 => "P-384",
        KeyKind.P521 => "P-521",
        KeyKind.Rsa => "RSA",
        _ => "Ed25519",
    };
}
