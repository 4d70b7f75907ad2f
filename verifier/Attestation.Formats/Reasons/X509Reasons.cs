namespace Attestation.Formats.Reasons;

/// <summary>Reasons of certificates and of chains of them (RFC 5280), events 1120-1199. The DER below them has its own (<see cref="DerReasons"/>).</summary>
public static class X509Reasons
{
    public static readonly ReasonCode Version = new(1120, "x509.version",
        "The certificate's version is not 1 to 3, or it has a field that its version does not.",
        "Issue version 3 certificates.", "RFC 5280 section 4.1.2.1");

    public static readonly ReasonCode Algorithm = new(1121, "x509.algorithm",
        "The certificate is signed with an algorithm that is not accepted, or with parameters that do not belong to it.",
        "Sign with Ed25519, ECDSA or RSA and SHA-256, SHA-384 or SHA-512.", "RFC 5280 section 4.1.1.2");

    public static readonly ReasonCode AlgorithmMismatch = new(1122, "x509.algorithm-mismatch",
        "The signature algorithm inside the signed part differs from the one outside it.",
        "The certificate was changed after it was signed, or its issuer is broken: have it issued again.", "RFC 5280 section 4.1.1.2");

    public static readonly ReasonCode ValidityOrder = new(1123, "x509.validity-order",
        "The certificate ends before it begins.",
        "Have it issued again with notAfter later than notBefore.", "RFC 5280 section 4.1.2.5");

    public static readonly ReasonCode DuplicateExtension = new(1124, "x509.duplicate-extension",
        "The certificate has the same extension twice.",
        "Have it issued again with each extension once.", "RFC 5280 section 4.2");

    public static readonly ReasonCode UnknownCritical = new(1125, "x509.unknown-critical",
        "The certificate has a critical extension that this verifier does not process.",
        "Have it issued without the extension named, or with it not critical.", "RFC 5280 section 4.2");

    public static readonly ReasonCode Extension = new(1126, "x509.extension",
        "The value of an extension breaks a rule of that extension.",
        "Compare the extension named with its specification.", "RFC 5280 section 4.2.1");

    public static readonly ReasonCode Pem = new(1127, "x509.pem",
        "The text is not a series of PEM blocks labelled CERTIFICATE.",
        "Give only CERTIFICATE blocks, unbroken.", "RFC 7468 section 5");

    internal static readonly ReasonCode[] All =
        [Version, Algorithm, AlgorithmMismatch, ValidityOrder, DuplicateExtension, UnknownCritical, Extension, Pem];
}
