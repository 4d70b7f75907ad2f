using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>What the Open Profile for DICE asks of the X.509 certificates of a UDS, of a layer (CDI), and of the attestation key below it.</summary>
internal static class OpenDiceLint
{
    private const string Fields = "tbsCertificate/";
    private const byte PrintableString = 0x13;

    /// <summary>Nothing where the certificate is none of these.</summary>
    public static IEnumerable<LintFinding> Lint(Certificate certificate)
    {
        bool layer = certificate.OpenDice is not null;
        bool named = certificate.Subject.SerialNumber is { } id && LooksLikeId(id);
        if (!layer && (!named || certificate.TcbInfos.Count > 0))
            return [];
        bool signs = layer || certificate.BasicConstraints is { IsCa: true };
        return
        [
            .. layer ? Names(certificate) : [],
            .. Identifiers(certificate, whole: layer),
            .. signs ? Rights(certificate) : [],
            .. layer ? Layer(certificate, certificate.OpenDice!) : [],
        ];
    }

    /// <summary>Forty hexadecimal digits of either case.</summary>
    internal static bool LooksLikeId(string name) => name.Length == 40 && name.All(char.IsAsciiHexDigit);

    private static IEnumerable<LintFinding> Names(Certificate certificate)
    {
        if (!IsForm(certificate.Subject))
            yield return new LintFinding(LintRules.DiceSubjectForm, Fields + "subject", certificate.Subject.ToString());
        else if (certificate.Subject.Raw.Span[11] != PrintableString) // 30 l 31 l 30 l 06 03 55 04 05, then the value
            yield return new LintFinding(LintRules.DiceSubjectString, Fields + "subject", $"tag {certificate.Subject.Raw.Span[11]:x2}");
        if (!IsForm(certificate.Issuer))
            yield return new LintFinding(LintRules.DiceIssuerForm, Fields + "issuer", certificate.Issuer.ToString());
    }

    /// <param name="certificate">Its subject is meant to be an identifier.</param>
    /// <param name="whole">A layer's certificate: the serial number and the authority's identifier follow from the names, too.</param>
    private static IEnumerable<LintFinding> Identifiers(Certificate certificate, bool whole)
    {
        string id = DiceId.Of(certificate.SubjectKey);
        byte[] bytes = Convert.FromHexString(id);
        if (IsForm(certificate.Subject) && certificate.Subject.SerialNumber != id)
            yield return new LintFinding(LintRules.DiceSubjectId, Fields + "subject", $"{certificate.Subject.SerialNumber}, the key's is {id}");
        if (certificate.SubjectKeyIdentifier is { } own && !own.Span.SequenceEqual(bytes) && certificate.BasicConstraints is { IsCa: true })
            yield return new LintFinding(LintRules.DiceSubjectKeyId, CertificateLint.At(ExtensionOid.SubjectKeyIdentifier), Convert.ToHexStringLower(own.Span));
        if (KnownIdentities.Find(id) is { } known)
            yield return new LintFinding(LintRules.DiceKnownIdentity, Fields + "subjectPublicKeyInfo", known);
        if (!whole)
            yield break;
        if (!certificate.Serial.Span.TrimStart((byte)0).SequenceEqual(bytes.AsSpan().TrimStart((byte)0)))
            yield return new LintFinding(LintRules.DiceSerialId, Fields + "serialNumber", Convert.ToHexStringLower(certificate.Serial.Span));
        if (certificate.AuthorityKeyIdentifier is { } authority && IsForm(certificate.Issuer) && Convert.ToHexStringLower(authority.Span) != certificate.Issuer.SerialNumber)
            yield return new LintFinding(LintRules.DiceAuthorityKeyId, CertificateLint.At(ExtensionOid.AuthorityKeyIdentifier), Convert.ToHexStringLower(authority.Span));
        if (certificate.Issuer.SerialNumber is { } issuer && KnownIdentities.Find(issuer) is { } above)
            yield return new LintFinding(LintRules.DiceKnownIdentity, Fields + "issuer", above);
    }

    private static IEnumerable<LintFinding> Rights(Certificate certificate)
    {
        if (certificate.BasicConstraints is not { IsCa: true } constraints)
            yield return new LintFinding(LintRules.DiceNotCa, Fields + "extensions", certificate.BasicConstraints is null ? "no basic constraints" : "cA FALSE");
        else if (constraints.PathLength > 0)
            yield return new LintFinding(LintRules.DicePathLengthNotZero, CertificateLint.At(ExtensionOid.BasicConstraints), $"{constraints.PathLength}");
        if (certificate.KeyUsage is { } usage && (usage & ~KeyUsage.KeyCertSign) is var others and not KeyUsage.None)
            yield return new LintFinding(LintRules.DiceKeyUsageExtra, CertificateLint.At(ExtensionOid.KeyUsage), others.ToString());
    }

    private static IEnumerable<LintFinding> Layer(Certificate certificate, DiceInputs inputs)
    {
        string where = CertificateLint.At(ExtensionOid.OpenDice);
        if (CertificateLint.Find(certificate, ExtensionOid.OpenDice) is { IsCritical: false })
            yield return new LintFinding(LintRules.DiceExtensionNotCritical, where);
        if (inputs.ProfileName is { } name && name.StartsWith("android.", StringComparison.Ordinal))
            yield return new LintFinding(LintRules.DiceProfileAndroid, where + "/profileName", name);
        if (certificate.NotAfter.Year != 9999)
            yield return new LintFinding(LintRules.DiceValidityExpiry, Fields + "validity/notAfter", $"{certificate.NotAfter:yyyy-MM-dd}");
        foreach (LintFinding finding in MeasurementLint.Lint(inputs, hashes: [64]))
            yield return finding.Within(where);
    }

    private static bool IsForm(DistinguishedName name) => name.SerialNumber is { Length: 40 } id && id.All(char.IsAsciiHexDigitLower);
}
