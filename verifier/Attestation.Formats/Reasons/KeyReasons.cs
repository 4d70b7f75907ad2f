namespace Attestation.Formats.Reasons;

/// <summary>Reasons of public and private keys, events 1060-1099.</summary>
public static class KeyReasons
{
    public static readonly ReasonCode Malformed = new(1060, "key.malformed",
        "The bytes are not a public key in the form that was announced.",
        "Export the key again as SubjectPublicKeyInfo (DER or PEM), or send the raw key at its exact length.", "RFC 5280 section 4.1.2.7");

    public static readonly ReasonCode Algorithm = new(1061, "key.algorithm",
        "The key belongs to an algorithm or curve that is not accepted.",
        "Use Ed25519, P-256, P-384, P-521, or RSA.", "ARCHITECTURE.md, algorithms");

    public static readonly ReasonCode NotOnCurve = new(1062, "key.not-on-curve",
        "The public key is not a point on its curve.",
        "The key was damaged or made up: take it from the device again.", "NIST SP 800-186 appendix D.1.1");

    public static readonly ReasonCode SmallOrder = new(1063, "key.small-order",
        "The Ed25519 public key has small order or no canonical encoding: anyone can sign under it.",
        "The key was made up: take it from the device again.", "RFC 8032 section 5.1.3");

    public static readonly ReasonCode RsaSize = new(1064, "key.rsa-size",
        "The RSA key is outside 2048 to 4096 bits, or its exponent is not an odd number from 3 up.",
        "Use an RSA key of 2048, 3072 or 4096 bits with exponent 65537.", "NIST SP 800-131A section 3");

    public static readonly ReasonCode Pem = new(1065, "key.pem",
        "The text holds no single PEM block of the expected label.",
        "Give one block labelled PUBLIC KEY (or PRIVATE KEY for a signing key).", "RFC 7468 sections 10 and 13");

    public static readonly ReasonCode PrivateMalformed = new(1066, "key.private-malformed",
        "The bytes are not a PKCS #8 private key for Ed25519, P-256 or P-384.",
        "Export the key as unencrypted PKCS #8.", "RFC 5958 section 2");

    public static readonly ReasonCode NoNativeSigner = new(1067, "key.no-native-signer",
        "Signing with Ed25519 needs OpenSSL 3, which this machine does not have.",
        "Install OpenSSL 3, or use a P-256 or P-384 signing key.", "docs/adr");

    internal static readonly ReasonCode[] All = [Malformed, Algorithm, NotOnCurve, SmallOrder, RsaSize, Pem, PrivateMalformed, NoNativeSigner];
}
