using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>Templates of the other keys that attestation needs.</summary>
public static class KeyTemplates
{
    /// <summary>
    /// fixedTPM, fixedParent, sensitiveDataOrigin, userWithAuth, restricted, sign: what a verifier demands of an attestation key. And noDA: a TPM counts
    /// a power cut behind the use of any other key as an attempt to guess its authValue, and after a few of them locks it (Part 1 clause 19.8).
    /// </summary>
    public const TpmaObject AttestationAttributes = TpmaObject.FixedTpm | TpmaObject.FixedParent | TpmaObject.SensitiveDataOrigin
        | TpmaObject.UserWithAuth | TpmaObject.NoDa | TpmaObject.Restricted | TpmaObject.SignEncrypt;

    /// <summary>Storage root key, TCG TPM v2.0 Provisioning Guidance clause 7.5.1: P-256, AES-128.</summary>
    public static TpmtPublic StorageRootP256 { get; } = new(
        TpmAlgId.Sha256,
        TpmaObject.FixedTpm | TpmaObject.FixedParent | TpmaObject.SensitiveDataOrigin | TpmaObject.UserWithAuth | TpmaObject.NoDa
            | TpmaObject.Restricted | TpmaObject.Decrypt,
        [],
        new TpmsEccParms(TpmtSymDef.Aes128Cfb, TpmtScheme.Null, TpmEccCurve.NistP256, TpmtScheme.Null, new TpmsEccPoint(new byte[32], new byte[32])));

    /// <summary>A restricted ECDSA signing key.</summary>
    public static TpmtPublic AttestationEcdsa(TpmEccCurve curve, TpmAlgId hash) => new(
        hash, AttestationAttributes, [],
        new TpmsEccParms(TpmtSymDef.Null, new TpmtScheme(TpmAlgId.EcDsa, hash), curve, TpmtScheme.Null, new TpmsEccPoint([], [])));

    /// <summary>A restricted RSA signing key.</summary>
    /// <param name="scheme">RSASSA or RSAPSS.</param>
    /// <param name="hash">Its hash, and the Name's.</param>
    /// <param name="bits">Size of the modulus.</param>
    public static TpmtPublic AttestationRsa(TpmAlgId scheme, TpmAlgId hash, ushort bits = 2048) => new(
        hash, AttestationAttributes, [], new TpmsRsaParms(TpmtSymDef.Null, new TpmtScheme(scheme, hash), bits, 0, []));

    /// <summary>An HMAC key that the TPM generates.</summary>
    /// <param name="hash">HMAC's hash, and the Name's.</param>
    /// <param name="authPolicy">The only way to use it, or empty for the authValue.</param>
    public static TpmtPublic HmacKey(TpmAlgId hash, byte[] authPolicy) => new(
        hash, TpmaObject.FixedTpm | TpmaObject.FixedParent | TpmaObject.SensitiveDataOrigin | TpmaObject.SignEncrypt | Use(authPolicy),
        authPolicy, new TpmsKeyedHashParms(new TpmtScheme(TpmAlgId.Hmac, hash), []));

    /// <summary>Sealed data.</summary>
    public static TpmtPublic SealedData(TpmAlgId nameAlg, byte[] authPolicy) => new(
        nameAlg, TpmaObject.FixedTpm | TpmaObject.FixedParent | Use(authPolicy), authPolicy, new TpmsKeyedHashParms(TpmtScheme.Null, []));

    private static TpmaObject Use(byte[] authPolicy) => authPolicy.Length == 0 ? TpmaObject.UserWithAuth : TpmaObject.AdminWithPolicy;
}
