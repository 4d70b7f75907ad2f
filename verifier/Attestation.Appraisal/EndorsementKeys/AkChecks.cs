using Attestation.Appraisal.Results;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>
/// May a key sign quotes? TPM 2.0 Part 2 clause 8.3 (attributes), Part 1 clause 27 (schemes). noDA may be either: an attestation key's
/// authorization protects nothing that a verifier relies on.
/// </summary>
public static class AkChecks
{
    private const string Where = "akPublic";

    /// <param name="akPublic">TPM2B_PUBLIC.</param>
    public static AkVerdict Of(ReadOnlyMemory<byte> akPublic)
    {
        var findings = new EkFindings();
        if (!WireValue.TryParseSized(akPublic, out TpmtPublic? area, out WireError error))
        {
            findings.Refuse(TpmReasons.AkForm, Where, "TPM2B_PUBLIC", error.Sentence);
            return new AkVerdict(findings.All, null, "");
        }
        Attributes(area, findings);
        Authorization(area, findings);
        Scheme(area, findings);
        bool sound = PublicKeys.ToSubjectPublicKeyInfo(area) is { } info && VerificationKey.TryParseSpki(info, out _, out _);
        if (!sound)
            findings.Refuse(TpmReasons.AkUnsupported, Where, "RSA 2048 to 4096, P-256, P-384 or P-521", EkPublicChecks.Describe(area));
        bool named = IsSha2(area.NameAlg);
        if (!named)
            findings.Refuse(TpmReasons.AkNameHash, Where, "SHA-256, SHA-384 or SHA-512", $"{area.NameAlg}");
        return new AkVerdict(findings.All, area, named ? Convert.ToHexStringLower(TpmName.Of(area)) : "");
    }

    private static void Attributes(TpmtPublic area, EkFindings findings)
    {
        TpmaObject attributes = area.Attributes;
        Demand(attributes.HasFlag(TpmaObject.Restricted), TpmReasons.AkNotRestricted, "restricted", attributes, findings);
        Demand(attributes.HasFlag(TpmaObject.SignEncrypt), TpmReasons.AkNotSigning, "sign", attributes, findings);
        Demand(!attributes.HasFlag(TpmaObject.Decrypt), TpmReasons.AkDecrypts, "not decrypt", attributes, findings);
        Demand(attributes.HasFlag(TpmaObject.FixedTpm | TpmaObject.FixedParent), TpmReasons.AkNotFixed, "fixedTPM and fixedParent", attributes, findings);
        Demand(attributes.HasFlag(TpmaObject.SensitiveDataOrigin), TpmReasons.AkImported, "sensitiveDataOrigin", attributes, findings);
    }

    /// <summary>A key that nothing authorises cannot have signed; one with a policy is told, since what it demands is not known here.</summary>
    private static void Authorization(TpmtPublic area, EkFindings findings)
    {
        bool byAuth = area.Attributes.HasFlag(TpmaObject.UserWithAuth);
        if (!byAuth && area.AuthPolicy.Length == 0)
            findings.Refuse(TpmReasons.AkUnusable, Where, "userWithAuth, or a policy", $"{area.Attributes}");
        else if (area.AuthPolicy.Length > 0)
            findings.Add(TpmReasons.AkPolicy, Where, "userWithAuth and no policy", $"policy {Convert.ToHexStringLower(area.AuthPolicy)}{(byAuth ? " beside userWithAuth" : "")}", Severity.Note);
    }

    private static void Scheme(TpmtPublic area, EkFindings findings)
    {
        TpmtScheme scheme = (area.Parameters as TpmsRsaParms)?.Scheme ?? (area.Parameters as TpmsEccParms)?.Scheme ?? TpmtScheme.Null;
        if (scheme.Scheme is not (TpmAlgId.RsaSsa or TpmAlgId.RsaPss or TpmAlgId.EcDsa))
            findings.Refuse(TpmReasons.AkScheme, Where, "RSASSA, RSAPSS or ECDSA", $"{scheme.Scheme}");
        else if (!IsSha2(scheme.HashAlg))
            findings.Refuse(TpmReasons.AkSchemeHash, Where, "SHA-256, SHA-384 or SHA-512", $"{scheme.HashAlg}");
    }

    private static void Demand(bool met, ReasonCode code, string expected, TpmaObject attributes, EkFindings findings)
    {
        if (!met)
            findings.Refuse(code, Where, expected, $"{attributes}");
    }

    private static bool IsSha2(TpmAlgId hash) => hash is TpmAlgId.Sha256 or TpmAlgId.Sha384 or TpmAlgId.Sha512;
}
