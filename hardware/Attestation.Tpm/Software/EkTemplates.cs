using Attestation.Tpm.Wire;

namespace Attestation.Tpm.Software;

/// <summary>One endorsement key template with the places where a manufacturer leaves its certificate.</summary>
/// <param name="Id">Name in the profile: L-1, H-3.</param>
/// <param name="Public">The public area to create the key with.</param>
/// <param name="CertificateIndex">NV index of the certificate.</param>
/// <param name="NonceIndex">NV index of the nonce that goes into the unique field; null in the high range.</param>
/// <param name="TemplateIndex">NV index of a template that replaces this one; null in the high range.</param>
public sealed record EkTemplate(string Id, TpmtPublic Public, uint CertificateIndex, uint? NonceIndex = null, uint? TemplateIndex = null)
{
    /// <summary>Low-range keys are used through PolicySecret(endorsement); in the high range an empty authValue is enough.</summary>
    public bool NeedsPolicy => !Public.Attributes.HasFlag(TpmaObject.UserWithAuth);
}

/// <summary>
/// Endorsement key templates of the TCG EK Credential Profile 2.x, clause B.3 (low range, L-1 and L-2) and B.4 (high range, H-1 to H-7).
/// Policy A is PolicySecret(TPM_RH_ENDORSEMENT); policy B is PolicyOR(policy A, policy C), policy C a PolicyAuthorizeNV over the policy
/// index of the same hash.
/// </summary>
public static class EkTemplates
{
    private const TpmaObject Storage = TpmaObject.FixedTpm | TpmaObject.FixedParent | TpmaObject.SensitiveDataOrigin
        | TpmaObject.AdminWithPolicy | TpmaObject.Restricted | TpmaObject.Decrypt;

    /// <summary>NV attributes of the policy indices 0x01C07F01 and following, EK Credential Profile clause B.6.</summary>
    private const TpmaNv PolicyIndexAttributes = (TpmaNv)0x220F1008;

    /// <summary>Policy B for SM3, EK Credential Profile clause B.6.5: a constant, since .NET has no SM3.</summary>
    private static readonly byte[] PolicyBSm3 = Convert.FromHexString("167860A35F2C5C3567F9C927AC56C032F3B3A6462F8D037998E7A10F77FA454A");

    public static EkTemplate L1 { get; } = new("L-1", Rsa(2048, TpmAlgId.Sha256, low: true), 0x01C00002, 0x01C00003, 0x01C00004);

    public static EkTemplate L2 { get; } = new("L-2", Ecc(TpmEccCurve.NistP256, TpmAlgId.Sha256, low: true), 0x01C0000A, 0x01C0000B, 0x01C0000C);

    public static EkTemplate H1 { get; } = new("H-1", Rsa(2048, TpmAlgId.Sha256), 0x01C00012);

    public static EkTemplate H2 { get; } = new("H-2", Ecc(TpmEccCurve.NistP256, TpmAlgId.Sha256), 0x01C00014);

    public static EkTemplate H3 { get; } = new("H-3", Ecc(TpmEccCurve.NistP384, TpmAlgId.Sha384), 0x01C00016);

    public static EkTemplate H4 { get; } = new("H-4", Ecc(TpmEccCurve.NistP521, TpmAlgId.Sha512), 0x01C00018);

    public static EkTemplate H5 { get; } = new("H-5", Ecc(TpmEccCurve.Sm2P256, TpmAlgId.Sm3_256), 0x01C0001A);

    public static EkTemplate H6 { get; } = new("H-6", Rsa(3072, TpmAlgId.Sha384), 0x01C0001C);

    public static EkTemplate H7 { get; } = new("H-7", Rsa(4096, TpmAlgId.Sha384), 0x01C0001E);

    public static IReadOnlyList<EkTemplate> All { get; } = [L1, L2, H1, H2, H3, H4, H5, H6, H7];

    /// <summary>NV indices where intermediate certificates may lie: 0x01C00100 to 0x01C001FF.</summary>
    public static (uint First, uint Last) IntermediateCertificates => (0x01C00100, 0x01C001FF);

    /// <summary>
    /// The same template with the unique field zero-filled or empty: tools and firmware disagree about it for RSA-2048 and P-256 keys of the
    /// high range, and it decides which key is derived.
    /// </summary>
    public static TpmtPublic WithUnique(TpmtPublic template, bool zeroFilled) => template.Parameters switch
    {
        TpmsRsaParms rsa => template with { Parameters = rsa with { Modulus = zeroFilled ? new byte[rsa.KeyBits / 8] : [] } },
        TpmsEccParms ecc => template with { Parameters = ecc with { Point = Point(ecc.Curve, zeroFilled) } },
        _ => template,
    };

    /// <summary>PolicySecret(TPM_RH_ENDORSEMENT).</summary>
    public static byte[] PolicyA(TpmAlgId hash) => PolicyDigest.Start(hash).Secret(TpmName.Of(TpmRh.Endorsement), []).Value;

    /// <summary>PolicyAuthorizeNV over the policy index of this hash (I-1 SHA-256, I-2 SHA-384, I-3 SHA-512).</summary>
    public static byte[] PolicyC(TpmAlgId hash)
    {
        uint index = hash switch { TpmAlgId.Sha256 => 0x01C07F01u, TpmAlgId.Sha384 => 0x01C07F02u, _ => 0x01C07F03u };
        var holder = new TpmsNvPublic(index, hash, PolicyIndexAttributes, PolicyA(hash), checked((ushort)(hash.DigestSize() + 2)));
        return PolicyDigest.Start(hash).AuthorizeNv(TpmName.Of(holder)).Value;
    }

    /// <summary>PolicyOR(policy A, policy C).</summary>
    public static byte[] PolicyB(TpmAlgId hash) =>
        hash == TpmAlgId.Sm3_256 ? PolicyBSm3 : PolicyDigest.Start(hash).Or(PolicyA(hash), PolicyC(hash)).Value;

    private static TpmtPublic Rsa(ushort bits, TpmAlgId nameAlg, bool low = false)
    {
        TpmtSymDef cipher = bits == 2048 ? TpmtSymDef.Aes128Cfb : TpmtSymDef.Aes256Cfb;
        return Template(nameAlg, low, new TpmsRsaParms(cipher, TpmtScheme.Null, bits, 0, low ? new byte[bits / 8] : []));
    }

    private static TpmtPublic Ecc(TpmEccCurve curve, TpmAlgId nameAlg, bool low = false)
    {
        TpmtSymDef cipher = curve switch
        {
            TpmEccCurve.NistP256 => TpmtSymDef.Aes128Cfb,
            TpmEccCurve.Sm2P256 => TpmtSymDef.Sm4Cfb,
            _ => TpmtSymDef.Aes256Cfb,
        };
        return Template(nameAlg, low, new TpmsEccParms(cipher, TpmtScheme.Null, curve, TpmtScheme.Null, Point(curve, low)));
    }

    private static TpmtPublic Template(TpmAlgId nameAlg, bool low, TpmuPublicParms parameters) => low
        ? new TpmtPublic(nameAlg, Storage, PolicyA(nameAlg), parameters)
        : new TpmtPublic(nameAlg, Storage | TpmaObject.UserWithAuth, PolicyB(nameAlg), parameters);

    private static TpmsEccPoint Point(TpmEccCurve curve, bool zeroFilled)
    {
        int size = zeroFilled ? curve.FieldSize() : 0;
        return new TpmsEccPoint(new byte[size], new byte[size]);
    }
}
