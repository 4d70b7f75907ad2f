namespace Attestation.Formats.Dice.Linting;

/// <summary>Open Profile for DICE.</summary>
public static partial class LintRules
{
    public static readonly LintRule DiceExtensionNotCritical = new("dice.extension.not-critical", LintSeverity.Problem,
        "the Open DICE extension is not critical", "Open Profile for DICE, \"CDI Custom Extension Fields\"");

    public static readonly LintRule DiceModeInteger = new("dice.mode.integer", LintSeverity.Dialect,
        "mode is an INTEGER, as the profile's text says; deployed producers and verifiers use ENUMERATED", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceModeMissing = new("dice.mode.missing", LintSeverity.Problem,
        "there is no mode", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceModeNotNormal = new("dice.mode.not-normal", LintSeverity.Note,
        "the layer does not run in normal mode", "Open Profile for DICE, \"Mode Value Details\"");

    public static readonly LintRule DiceCodeHashMissing = new("dice.code-hash.missing", LintSeverity.Problem,
        "there is no code hash", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceCodeHashLength = new("dice.code-hash.length", LintSeverity.Dialect,
        "the code hash does not have 64 bytes", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceAuthorityHashMissing = new("dice.authority-hash.missing", LintSeverity.Problem,
        "there is no authority hash", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceAuthorityHashLength = new("dice.authority-hash.length", LintSeverity.Dialect,
        "the authority hash does not have 64 bytes", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceConfigurationMissing = new("dice.configuration.missing", LintSeverity.Problem,
        "there is no configuration", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceConfigurationDescriptorMissing = new("dice.configuration.descriptor-missing", LintSeverity.Problem,
        "there is the configuration's hash and not what was hashed", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceConfigurationInlineLength = new("dice.configuration.inline-length", LintSeverity.Problem,
        "without a hash the configuration is inline, and then it has 64 bytes", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceConfigurationHash = new("dice.configuration.hash", LintSeverity.Problem,
        "the configuration's hash is not that of its descriptor", "Open Profile for DICE, \"Configuration Input Value Details\"");

    public static readonly LintRule DiceConfigurationOrder = new("dice.configuration.order", LintSeverity.Dialect,
        "the entries of the configuration descriptor are not in the order of deterministic encoding", "RFC 8949 section 4.2.1");

    public static readonly LintRule DiceProfileAndroid = new("dice.profile.android", LintSeverity.Problem,
        "an X.509 certificate names the Android profile, which has CBOR certificates only", "Android Profile for DICE, \"Certificates\"");

    public static readonly LintRule DiceProfileExample = new("dice.profile.example", LintSeverity.Note,
        "the profile's name is that of the examples", "Open Profile for DICE, \"Custom Extension Format\"");

    public static readonly LintRule DiceSubjectForm = new("dice.subject.form", LintSeverity.Problem,
        "the subject is not one serialNumber of 40 lower-case hexadecimal digits", "Open Profile for DICE, \"X.509 CDI Certificates\"");

    public static readonly LintRule DiceSubjectString = new("dice.subject.string", LintSeverity.Dialect,
        "the serialNumber of the subject is not a PrintableString", "RFC 5280 appendix A.1, X520SerialNumber");

    public static readonly LintRule DiceSubjectId = new("dice.subject.id", LintSeverity.Problem,
        "the subject is not the identifier of its key", "Open Profile for DICE, \"Deriving Identifiers\"");

    public static readonly LintRule DiceIssuerForm = new("dice.issuer.form", LintSeverity.Problem,
        "the issuer is not one serialNumber of 40 lower-case hexadecimal digits", "Open Profile for DICE, \"X.509 CDI Certificates\"");

    public static readonly LintRule DiceIssuerId = new("dice.issuer.id", LintSeverity.Problem,
        "the issuer's name is not the identifier of the issuer's key", "Open Profile for DICE, \"X.509 CDI Certificates\"");

    public static readonly LintRule DiceSerialId = new("dice.serial.id", LintSeverity.Problem,
        "the serial number is not the identifier of the key", "Open Profile for DICE, \"X.509 CDI Certificates\"");

    public static readonly LintRule DiceSubjectKeyId = new("dice.subject-key.id", LintSeverity.Problem,
        "the subject key identifier is not the identifier of the key", "Open Profile for DICE, \"CDI Standard Extensions\"");

    public static readonly LintRule DiceAuthorityKeyId = new("dice.authority-key.id", LintSeverity.Problem,
        "the authority key identifier is not the identifier that the issuer's name states", "Open Profile for DICE, \"CDI Standard Extensions\"");

    public static readonly LintRule DiceNotCa = new("dice.not-ca", LintSeverity.Problem,
        "a UDS or CDI certificate is a CA's, and this one is not", "Open Profile for DICE, \"Certificate Details\"");

    public static readonly LintRule DiceKeyUsageExtra = new("dice.key-usage.extra", LintSeverity.Problem,
        "a UDS or CDI key signs certificates and nothing else", "Open Profile for DICE, \"CDI Standard Extensions\"");

    public static readonly LintRule DicePathLengthNotZero = new("dice.path-length.not-zero", LintSeverity.Dialect,
        "a path length, where there is one, is zero", "Open Profile for DICE, \"CDI Standard Extensions\"");

    public static readonly LintRule DiceValidityExpiry = new("dice.validity.expiry", LintSeverity.Dialect,
        "a layer without a clock states 99991231235959Z as its end", "Open Profile for DICE, \"X.509 CDI Certificates\"");

    public static readonly LintRule DiceKnownIdentity = new("dice.known-identity", LintSeverity.Problem,
        "everybody knows the private key: the device was never programmed, or runs a test", "Open Profile for DICE, \"UDS Details\", Requirements");

    private static readonly LintRule[] OpenDiceRules =
    [
        DiceExtensionNotCritical, DiceModeInteger, DiceModeMissing, DiceModeNotNormal,
        DiceCodeHashMissing, DiceCodeHashLength, DiceAuthorityHashMissing, DiceAuthorityHashLength,
        DiceConfigurationMissing, DiceConfigurationDescriptorMissing, DiceConfigurationInlineLength, DiceConfigurationHash,
        DiceConfigurationOrder, DiceProfileAndroid, DiceProfileExample, DiceSubjectForm,
        DiceSubjectString, DiceSubjectId, DiceIssuerForm, DiceIssuerId,
        DiceSerialId, DiceSubjectKeyId, DiceAuthorityKeyId, DiceNotCa,
        DiceKeyUsageExtra, DicePathLengthNotZero, DiceValidityExpiry, DiceKnownIdentity,
    ];
}
