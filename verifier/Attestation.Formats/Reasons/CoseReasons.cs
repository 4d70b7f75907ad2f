namespace Attestation.Formats.Reasons;

/// <summary>Reasons of COSE (RFC 9052, 9053, 9360), events 1020-1059.</summary>
public static class CoseReasons
{
    public static readonly ReasonCode Structure = new(1020, "cose.structure",
        "The bytes are not a COSE_Sign1: an array of protected headers, unprotected headers, payload and signature.",
        "Sign with COSE_Sign1; messages with several signers, MACs and encryption are not accepted.", "RFC 9052 section 4.2");

    public static readonly ReasonCode Tag = new(1021, "cose.tag",
        "The CBOR tag before the message is missing, or is not the one of COSE_Sign1.",
        "Send tag 18 where the format asks for it, and no tag where it does not.", "RFC 9052 section 2");

    public static readonly ReasonCode HeaderType = new(1022, "cose.header-type",
        "A header parameter has another type than its definition gives.",
        "Compare with the header's row in the IANA registry of COSE header parameters.", "RFC 9052 section 3.1");

    public static readonly ReasonCode HeaderTwice = new(1023, "cose.header-twice",
        "A header parameter stands in both the protected and the unprotected headers.",
        "Send each header parameter once.", "RFC 9052 section 3");

    public static readonly ReasonCode AlgorithmMissing = new(1024, "cose.alg-missing",
        "The protected headers name no algorithm.",
        "Put alg (label 1) into the protected headers.", "RFC 9052 section 3.1");

    public static readonly ReasonCode AlgorithmUnprotected = new(1025, "cose.alg-unprotected",
        "The algorithm stands in the unprotected headers, where anyone can change it.",
        "Put alg (label 1) into the protected headers.", "RFC 9052 section 3.1");

    public static readonly ReasonCode AlgorithmUnknown = new(1026, "cose.alg-unknown",
        "The algorithm is not one that is accepted.",
        "Sign with ES256 (-7), ES384 (-35), ES512 (-36) or EdDSA (-8).", "RFC 9053 section 2");

    public static readonly ReasonCode AlgorithmKey = new(1027, "cose.alg-key",
        "The algorithm of the message does not belong to the key.",
        "Sign with the algorithm of the key's curve: P-256 with ES256, P-384 with ES384, P-521 with ES512, Ed25519 with EdDSA.", "RFC 9053 section 2.1");

    public static readonly ReasonCode CriticalUnknown = new(1028, "cose.crit-unknown",
        "A header parameter marked as critical is not understood.",
        "Leave the parameter out, or do not mark it as critical.", "RFC 9052 section 3.1");

    public static readonly ReasonCode CriticalMalformed = new(1029, "cose.crit-malformed",
        "The list of critical header parameters is empty, unprotected, or names an absent parameter.",
        "List only labels that stand in the protected headers.", "RFC 9052 section 3.1");

    public static readonly ReasonCode PayloadMissing = new(1030, "cose.payload-missing",
        "The message carries no payload, and none was given beside it.",
        "Send the payload inside the message.", "RFC 9052 section 4.1");

    public static readonly ReasonCode PayloadTwice = new(1031, "cose.payload-twice",
        "A payload was given beside a message that carries one.",
        "Send either a detached or an embedded payload.", "RFC 9052 section 4.1");

    public static readonly ReasonCode SignatureLength = new(1032, "cose.signature-length",
        "The signature's length is not the algorithm's.",
        "Encode ECDSA signatures as r and s at full length, not as DER.", "RFC 9053 section 2.1");

    public static readonly ReasonCode Signature = new(1033, "cose.signature",
        "The signature does not verify.",
        "The message was changed, or another key signed it: compare the key id and take both again from their source.", "RFC 9052 section 4.4");

    public static readonly ReasonCode X5Chain = new(1034, "cose.x5chain",
        "The header x5chain is not one certificate, or an array of at least two.",
        "Encode a single certificate as a byte string and several as an array, leaf first.", "RFC 9360 section 2");

    public static readonly ReasonCode X5T = new(1035, "cose.x5t",
        "The header x5t is not an array of hash algorithm and hash.",
        "Encode x5t as [alg, bstr].", "RFC 9360 section 2");

    public static readonly ReasonCode KeyType = new(1040, "cose.key.kty",
        "The COSE_Key is of a type that is not accepted.",
        "Use OKP (1) with Ed25519, or EC2 (2) with P-256, P-384 or P-521.", "RFC 9053 section 7");

    public static readonly ReasonCode KeyAkp = new(1041, "cose.key.akp",
        "The COSE_Key is of type AKP (ML-DSA), which is not supported yet.",
        "Use the device's Ed25519, P-256 or P-384 profile.", "docs/adr");

    public static readonly ReasonCode KeyCurve = new(1042, "cose.key.crv",
        "The COSE_Key's curve is missing, or is none that is accepted for its type.",
        "Use P-256 (1), P-384 (2), P-521 (3) with EC2, Ed25519 (6) with OKP.", "RFC 9053 section 7.1");

    public static readonly ReasonCode KeyMissing = new(1043, "cose.key.missing",
        "The COSE_Key lacks its type or a coordinate.",
        "Send kty, crv, x, and for EC2 also y.", "RFC 9053 section 7.1.1");

    public static readonly ReasonCode KeyCompressed = new(1044, "cose.key.compressed",
        "The COSE_Key gives y only as a sign bit.",
        "Send y as a byte string.", "RFC 9053 section 7.1.1");

    public static readonly ReasonCode KeyCoordinate = new(1045, "cose.key.coordinate",
        "A coordinate of the COSE_Key is not as long as the curve's field.",
        "Send coordinates at full length, leading zeros included.", "RFC 9053 section 7.1.1");

    public static readonly ReasonCode KeyAlgorithm = new(1046, "cose.key.alg",
        "The COSE_Key's alg does not belong to its curve.",
        "Leave alg out, or set the algorithm of the curve.", "RFC 9052 section 7.1");

    public static readonly ReasonCode KeyOperations = new(1047, "cose.key.key-ops",
        "The COSE_Key's key_ops do not allow verification.",
        "List verify (2) in key_ops, or leave key_ops out.", "RFC 9052 section 7.1");

    public static readonly ReasonCode KeyPrivate = new(1048, "cose.key.private",
        "The COSE_Key holds a private key.",
        "Send only the public key, and treat this private key as lost.", "RFC 9053 section 7.1.1");

    internal static readonly ReasonCode[] All =
    [
        Structure, Tag, HeaderType, HeaderTwice, AlgorithmMissing, AlgorithmUnprotected, AlgorithmUnknown, AlgorithmKey, CriticalUnknown,
        CriticalMalformed, PayloadMissing, PayloadTwice, SignatureLength, Signature, X5Chain, X5T, KeyType, KeyAkp, KeyCurve,
        KeyMissing, KeyCompressed, KeyCoordinate, KeyAlgorithm, KeyOperations, KeyPrivate,
    ];
}
