using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>CBOR certificates: Open Profile for DICE, "CBOR CDI Certificates", and the Android profile where the certificate names it.</summary>
internal static class CwtLint
{
    private const string Android = "android.";
    private const int MapMajorType = 5;

    /// <param name="layer">A CBOR certificate.</param>
    /// <param name="androidForm">It stands below a COSE_Key, among CBOR certificates only: without a profile it may be one of android.14.</param>
    public static IEnumerable<LintFinding> Lint(DiceLayer layer, bool androidForm)
    {
        bool android = layer.ProfileName?.StartsWith(Android, StringComparison.Ordinal) ?? false;
        return
        [
            .. layer.Notes.Select(DialectRules.Finding),
            .. Claims(layer),
            .. android ? [] : Identifier(layer),
            .. layer.Inputs is { } inputs ? MeasurementLint.Lint(inputs, android || androidForm ? [32, 48, 64] : [64]) : [],
            .. layer.Inputs is not null && (android || (androidForm && layer.ProfileName is null)) ? Profile(layer) : [],
        ];
    }

    private static IEnumerable<LintFinding> Claims(DiceLayer layer)
    {
        if (CborOrder.Claims(layer.Encoded) is { } claims && CborOrder.FirstOutOfOrder(claims) is { } label)
            yield return new LintFinding(LintRules.CborClaimsOrder, "payload", $"from {label} on");
        if (layer is { MayCertify: true, KeyUsage: { } usage } && (usage & ~KeyUsage.KeyCertSign) is var others and not KeyUsage.None)
            yield return new LintFinding(LintRules.DiceKeyUsageExtra, "payload", others.ToString());
    }

    /// <summary>Names of the Android profile are free; those of the Open Profile are identifiers.</summary>
    private static IEnumerable<LintFinding> Identifier(DiceLayer layer)
    {
        string id = DiceId.Of(layer.SubjectKey);
        if (OpenDiceLint.LooksLikeId(layer.SubjectId) && layer.SubjectId != id)
            yield return new LintFinding(LintRules.DiceSubjectId, "payload", $"{layer.SubjectId}, the key's is {id}");
        else if (!OpenDiceLint.LooksLikeId(layer.SubjectId) && layer.ProfileName is not null)
            yield return new LintFinding(LintRules.DiceSubjectForm, "payload", layer.SubjectId);
        if (KnownIdentities.Find(id) is { } known)
            yield return new LintFinding(LintRules.DiceKnownIdentity, "payload", known);
        if (KnownIdentities.Find(layer.IssuerId) is { } above)
            yield return new LintFinding(LintRules.DiceKnownIdentity, "payload", "issued by " + above);
    }

    private static IEnumerable<LintFinding> Profile(DiceLayer layer)
    {
        int version = layer.ProfileName is { } name ? AndroidSteps.VersionOf(name) : 0;
        if (layer.ProfileName is null)
            yield return new LintFinding(LintRules.CborProfileMissing, "payload");
        if (version < 0)
            yield return new LintFinding(LintRules.CborProfileUnknown, "payload", layer.ProfileName!);
        if (layer.Inputs?.ConfigurationDescriptor is not { } bytes)
            yield break;
        if (layer.Inputs.InlineConfiguration is not null && (bytes.Span[0] >> 5) != MapMajorType)
            yield return new LintFinding(LintRules.CborConfigurationInline, "payload");
        else if (!ConfigurationDescriptor.TryParse(bytes, out ConfigurationDescriptor descriptor, out ParseError error))
            yield return new LintFinding(LintRules.CborConfigurationForm, "payload", error.ToString());
        else if (version >= AndroidSteps.VersionOf("android.16") && descriptor.SecurityVersion is null)
            yield return new LintFinding(LintRules.CborSecurityVersionMissing, "payload");
    }
}
