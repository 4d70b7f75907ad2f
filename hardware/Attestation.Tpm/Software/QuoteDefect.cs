namespace Attestation.Tpm.Software;

/// <summary>The closed list of reasons for which a quote is refused, in the order of the steps that find them.</summary>
public enum QuoteDefect
{
    /// <summary>Step 1: the signature is not a TPMT_SIGNATURE.</summary>
    SignatureMalformed = 1,

    /// <summary>Step 2: sigAlg is TPM_ALG_NULL; nothing was signed.</summary>
    SignatureAbsent,

    /// <summary>Step 2: sigAlg is none of RSASSA, RSAPSS, ECDSA.</summary>
    SignatureSchemeUnsupported,

    /// <summary>Step 2: the signature's hash is SHA-1.</summary>
    SignatureHashWeak,

    /// <summary>Step 2: the signature's hash is not one of SHA-256, SHA-384, SHA-512.</summary>
    SignatureHashUnsupported,

    /// <summary>Step 2: sigAlg does not belong to the key: another key type, or not the scheme that the key is bound to.</summary>
    SignatureSchemeNotOfKey,

    /// <summary>Step 2: the hash is not the one that the key's scheme is bound to.</summary>
    SignatureHashNotOfKey,

    /// <summary>Step 3: the key is neither RSA (2048 bits or more) nor on P-256, P-384 or P-521, or is no valid key.</summary>
    KeyUnsupported,

    /// <summary>Step 3: the key is not restricted: it signs anything, forged quotes included.</summary>
    KeyNotRestricted,

    /// <summary>Step 3: the key may not sign.</summary>
    KeyNotSigning,

    /// <summary>Step 3: the key may decrypt.</summary>
    KeyDecrypts,

    /// <summary>Step 3: the key is not bound to one TPM (fixedTPM and fixedParent).</summary>
    KeyNotFixed,

    /// <summary>Step 3: the key's private part came from outside (no sensitiveDataOrigin).</summary>
    KeyNotOfTpm,

    /// <summary>Step 4: r or s of an ECDSA signature is zero or larger than the field.</summary>
    SignatureValueOutOfRange,

    /// <summary>Step 4: the signature does not verify over the attestation's bytes.</summary>
    SignatureInvalid,

    /// <summary>Step 5: the bytes are a TPM2B_ATTEST where a TPMS_ATTEST was announced.</summary>
    AttestWrapped,

    /// <summary>Step 5: the attestation is shorter than its own fields say.</summary>
    AttestTruncated,

    /// <summary>Step 5: the attestation does not begin with TPM_GENERATED_VALUE.</summary>
    AttestMagic,

    /// <summary>Step 6: the attestation is of another type than TPM_ST_ATTEST_QUOTE.</summary>
    AttestNotQuote,

    /// <summary>Step 7: bytes follow the attestation.</summary>
    AttestTrailingBytes,

    /// <summary>Step 7: a list of the attestation claims more elements than there can be.</summary>
    AttestTooMany,

    /// <summary>Step 7: a field of the attestation has a value that its type does not allow.</summary>
    AttestMalformed,

    /// <summary>Step 8: the qualified signer is not the key's qualified name.</summary>
    SignerDiffers,

    /// <summary>Step 9: the verifier expects an empty nonce; that would accept any old quote.</summary>
    NonceNotAsked,

    /// <summary>Step 9: the quote holds no qualifying data.</summary>
    NonceAbsent,

    /// <summary>Step 9: the qualifying data is not the nonce.</summary>
    NonceDiffers,

    /// <summary>Step 10: the quote covers no PCR; it says nothing about software.</summary>
    SelectionEmpty,

    /// <summary>Step 10: the quote is over other banks than asked.</summary>
    SelectionWrongBank,

    /// <summary>Step 10: the quote covers other PCRs than asked, or in another order.</summary>
    SelectionDiffers,

    /// <summary>Step 11: a PCR value was supplied that the quote does not cover.</summary>
    PcrNotQuoted,

    /// <summary>Step 11: a PCR that the quote covers was not supplied.</summary>
    PcrNotSupplied,

    /// <summary>Step 11: a supplied PCR value has not the size of its bank's hash.</summary>
    PcrValueSize,

    /// <summary>Step 12: pcrDigest has not the size of the signing hash.</summary>
    PcrDigestSize,

    /// <summary>Step 12: pcrDigest is not the hash of the supplied values.</summary>
    PcrDigestDiffers,
}
