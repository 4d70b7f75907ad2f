using Attestation.Appraisal.Results;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Tpm.Software;
using Attestation.Tpm.Wire;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>Is a public area that of an endorsement key? TCG EK Credential Profile annex B.</summary>
internal static class EkPublicChecks
{
    private const string Where = "ekPublic";

    private const TpmaObject Storage = TpmaObject.Restricted | TpmaObject.Decrypt;

    private const TpmaObject Fixed = TpmaObject.FixedTpm | TpmaObject.FixedParent | TpmaObject.SensitiveDataOrigin;

    /// <summary>Reads and checks; null where there is nothing to go on with.</summary>
    public static TpmtPublic? Read(ReadOnlyMemory<byte> bytes, EkFindings findings)
    {
        if (!WireValue.TryParseSized(bytes, out TpmtPublic? area, out WireError error))
        {
            findings.Refuse(EkReasons.PublicForm, Where, "TPM2B_PUBLIC", error.Sentence);
            return null;
        }
        if (!area.Attributes.HasFlag(Storage) || area.Attributes.HasFlag(TpmaObject.SignEncrypt))
            findings.Refuse(EkReasons.NotStorage, Where, "restricted, decrypt, not sign", $"{area.Attributes}");
        if (!area.Attributes.HasFlag(Fixed))
            findings.Refuse(EkReasons.NotFixed, Where, $"{Fixed}", $"{area.Attributes}");
        Template(area, findings);
        return area;
    }

    /// <summary>The key as certificates have it; null, with a finding, for one that no certificate of this verifier can be of.</summary>
    public static VerificationKey? Key(TpmtPublic area, EkFindings findings)
    {
        bool named = area.NameAlg is TpmAlgId.Sha256 or TpmAlgId.Sha384 or TpmAlgId.Sha512;
        if (named && PublicKeys.ToSubjectPublicKeyInfo(area) is { } info && VerificationKey.TryParseSpki(info, out VerificationKey key, out _))
            return key;
        findings.Refuse(EkReasons.PublicKey, Where, "RSA 2048 to 4096, P-256, P-384 or P-521, name with SHA-2", Describe(area));
        return null;
    }

    public static string Describe(TpmtPublic area) => area.Parameters switch
    {
        TpmsRsaParms rsa => $"RSA {rsa.KeyBits}, name {area.NameAlg}",
        TpmsEccParms ecc => $"{ecc.Curve}, name {area.NameAlg}",
        _ => $"{area.Type}, name {area.NameAlg}",
    };

    /// <summary>The template's name, or null. A template is recognised by everything but the unique field.</summary>
    public static string? TemplateOf(TpmtPublic area)
    {
        byte[] own = WireValue.Encode(WithoutUnique(area));
        return EkTemplates.All.FirstOrDefault(template => WireValue.Encode(WithoutUnique(template.Public)).AsSpan().SequenceEqual(own))?.Id;
    }

    /// <summary>An unknown template or policy is told, not refused: the TPM derives another key from it, which no certificate would fit.</summary>
    private static void Template(TpmtPublic area, EkFindings findings)
    {
        if (TemplateOf(area) is not null)
            return;
        findings.Add(EkReasons.Template, Where, string.Join(" | ", EkTemplates.All.Select(t => t.Id)), $"{Describe(area)}, {area.Attributes}", Severity.Note);
        bool known = EkTemplates.All.Any(t => t.Public.NameAlg == area.NameAlg && t.Public.AuthPolicy.AsSpan().SequenceEqual(area.AuthPolicy));
        if (!known)
            findings.Add(EkReasons.Policy, Where, "policy A or B", area.AuthPolicy.Length == 0 ? "no policy" : Convert.ToHexStringLower(area.AuthPolicy), Severity.Note);
    }

    private static TpmtPublic WithoutUnique(TpmtPublic area) => area.Parameters switch
    {
        TpmsRsaParms rsa => area with { Parameters = rsa with { Modulus = [] } },
        TpmsEccParms ecc => area with { Parameters = ecc with { Point = new TpmsEccPoint([], []) } },
        _ => area,
    };
}
