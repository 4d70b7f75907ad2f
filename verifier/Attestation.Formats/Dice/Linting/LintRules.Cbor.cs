namespace Attestation.Formats.Dice.Linting;

/// <summary>CBOR certificates.</summary>
public static partial class LintRules
{
    public static readonly LintRule CborClaimsOrder = new("cbor.claims.order", LintSeverity.Dialect,
        "the claims are not in the order of deterministic encoding", "RFC 8949 section 4.2.1");

    public static readonly LintRule CborModeInteger = new("cbor.mode.integer", LintSeverity.Dialect,
        "mode is an integer, not a byte string of one byte", "Open Profile for DICE, \"CBOR CDI Certificates\"");

    public static readonly LintRule CborKeyUsageBitOrder = new("cbor.key-usage.bit-order", LintSeverity.Dialect,
        "key usage has its bits in the order of the BIT STRING", "Open Profile for DICE, \"CBOR CDI Certificates\"");

    public static readonly LintRule CborProfileMissing = new("cbor.profile.missing", LintSeverity.Note,
        "no profile is named, which Android's readers take for android.14", "Android Profile for DICE, \"Versions\"");

    public static readonly LintRule CborProfileUnknown = new("cbor.profile.unknown", LintSeverity.Problem,
        "there is no such version of the Android profile", "Android Profile for DICE, \"Versions\"");

    public static readonly LintRule CborConfigurationForm = new("cbor.configuration.form", LintSeverity.Problem,
        "the configuration descriptor is not the map of the Android profile", "Android Profile for DICE, \"Configuration descriptor\"");

    public static readonly LintRule CborConfigurationInline = new("cbor.configuration.inline", LintSeverity.Dialect,
        "the configuration is 64 opaque bytes, not a map; later profiles do not know that", "Android Profile for DICE, \"Configuration descriptor\"");

    public static readonly LintRule CborSecurityVersionMissing = new("cbor.security-version.missing", LintSeverity.Problem,
        "from android.16 on every layer states a security version", "Android Profile for DICE, \"Configuration descriptor\"");

    private static readonly LintRule[] CborRules =
    [
        CborClaimsOrder, CborModeInteger, CborKeyUsageBitOrder, CborProfileMissing,
        CborProfileUnknown, CborConfigurationForm, CborConfigurationInline, CborSecurityVersionMissing,
    ];
}
