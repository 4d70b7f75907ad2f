using Attestation.Appraisal.Results;
using Attestation.Formats;
using Attestation.Formats.Keys;
using Attestation.Formats.Reasons;
using Attestation.Formats.X509;

namespace Attestation.Appraisal.EndorsementKeys;

/// <summary>What the TCG EK Credential Profile clause 3.2 asks of the endorsement key's own certificate. Its signature is the path's matter.</summary>
internal static class EkLeafChecks
{
    public const string Where = "ekCertificate";

    private const string EkPurpose = "2.23.133.8.1";
    private const string PlatformPurpose = "2.23.133.8.2";

    public static TpmIdentity Check(Certificate leaf, VerificationKey? key, EkRules rules, DateTimeOffset now, EkFindings findings)
    {
        TpmIdentity identity = Subject(leaf, findings, out bool platform);
        if (platform || leaf.ExtendedKeyUsage.Contains(PlatformPurpose))
            findings.Refuse(EkReasons.CertificatePlatform, Where, "a certificate of an endorsement key", "a certificate of a platform");
        else
            Purpose(leaf, rules, findings);
        if (key is not null && !key.Equals(leaf.SubjectKey))
            findings.Refuse(EkReasons.CertificateKey, Where, $"{key}", $"{leaf.SubjectKey}");
        Usage(leaf, findings);
        if (leaf.BasicConstraints is { IsCa: true })
            findings.Refuse(EkReasons.LeafIsCa, Where, "cA false", "cA true");
        Validity(leaf, rules, now, findings);
        return identity;
    }

    private static void Purpose(Certificate leaf, EkRules rules, EkFindings findings)
    {
        if (leaf.ExtendedKeyUsage.Contains(EkPurpose))
            return;
        bool unstated = leaf.ExtendedKeyUsage.Count == 0;
        findings.Add(EkReasons.Purpose, Where, EkPurpose, unstated ? "no extended key usage" : string.Join(", ", leaf.ExtendedKeyUsage),
            unstated && rules.AllowUnstatedPurpose ? Severity.Warn : Severity.Refuse);
    }

    private static void Usage(Certificate leaf, EkFindings findings)
    {
        KeyUsage wanted = leaf.SubjectKey.Kind == KeyKind.Rsa ? KeyUsage.KeyEncipherment : KeyUsage.KeyAgreement;
        if (leaf.KeyUsage is not { } usage)
            findings.Add(EkReasons.KeyUsage, Where, $"{wanted}", "no key usage", Severity.Warn);
        else if (!usage.HasFlag(wanted))
            findings.Refuse(EkReasons.KeyUsage, Where, $"{wanted}", $"{usage}");
    }

    private static void Validity(Certificate leaf, EkRules rules, DateTimeOffset now, EkFindings findings)
    {
        if (now < leaf.NotBefore)
            findings.Refuse(EkReasons.LeafNotYetValid, Where, $"at or before {now:u}", $"not before {leaf.NotBefore:u}");
        if (now > leaf.NotAfter)
            findings.Add(EkReasons.LeafExpired, Where, $"at or after {now:u}", $"not after {leaf.NotAfter:u}", rules.AllowExpiredLeaf ? Severity.Warn : Severity.Refuse);
    }

    private static TpmIdentity Subject(Certificate leaf, EkFindings findings, out bool platform)
    {
        bool named = TpmSubject.TryRead(leaf, out TpmSubject subject, out ParseError error);
        platform = subject.IsPlatform;
        if (!named)
            findings.Refuse(EkReasons.Subject, Where, "manufacturer, model and version", $"{error}");
        else if (!subject.IsComplete && !platform)
            findings.Add(EkReasons.Subject, Where, "manufacturer, model and version", Describe(subject), Severity.Warn);
        bool critical = leaf.Extensions.Any(e => e is { Oid: ExtensionOid.SubjectAlternativeName, IsCritical: true });
        if (leaf.Subject.IsEmpty && !critical)
            findings.Add(EkReasons.SubjectNotCritical, Where, "critical subject alternative name", "not critical", Severity.Warn);
        TpmAttributes attributes = Attributes(leaf, findings);
        string? specification = attributes.Family is null ? null : $"{attributes.Family} level {attributes.Level} revision {attributes.Revision}";
        string? manufacturer = subject.ManufacturerLetters is { } letters ? $"{subject.Manufacturer} ({letters})" : subject.Manufacturer;
        return new TpmIdentity(manufacturer, subject.Model, subject.Version, specification, attributes.FieldUpgradable, attributes.KeyGeneration);
    }

    private static TpmAttributes Attributes(Certificate leaf, EkFindings findings)
    {
        if (!TpmAttributes.TryRead(leaf, out TpmAttributes attributes, out ParseError error))
            findings.Refuse(EkReasons.Attributes, Where, "TPMSpecification, TPMSecurityAssertions", $"{error}");
        else if (attributes.Family is { } family && family != "2.0")
            findings.Refuse(EkReasons.Family, Where, "2.0", family);
        return attributes;
    }

    private static string Describe(TpmSubject subject) =>
        $"manufacturer {subject.Manufacturer ?? "absent"}, model {subject.Model ?? "absent"}, version {subject.Version ?? "absent"}";
}
