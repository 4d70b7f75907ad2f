namespace Attestation.Formats.Dice.Linting;

/// <summary>Any certificate, and DER: RFC 5280, X.690.</summary>
public static partial class LintRules
{
    public static readonly LintRule Refused = new("x509.refused", LintSeverity.Problem,
        "the strict reader refuses the certificate; read as certificates of TPMs are, everything else refuses it", "see the reason");

    public static readonly LintRule Version = new("x509.version", LintSeverity.Note,
        "a certificate of version 1 or 2 cannot say what its key is for", "RFC 5280 section 4.1.2.1");

    public static readonly LintRule SerialForm = new("x509.serial.form", LintSeverity.Problem,
        "the serial number is zero, negative or longer than 20 bytes", "RFC 5280 section 4.1.2.2");

    public static readonly LintRule IssuerEmpty = new("x509.issuer.empty", LintSeverity.Problem,
        "the issuer has no name", "RFC 5280 section 4.1.2.4");

    public static readonly LintRule SubjectEmpty = new("x509.subject.empty", LintSeverity.Problem,
        "the subject has no name, and no critical subjectAltName in its place", "RFC 5280 section 4.1.2.6");

    public static readonly LintRule TimeGeneralized = new("x509.time.generalized", LintSeverity.Problem,
        "a time before 2050 is a GeneralizedTime, not a UTCTime", "RFC 5280 section 4.1.2.5");

    public static readonly LintRule TimeNoExpiry = new("x509.time.no-expiry", LintSeverity.Note,
        "the certificate never ends (99991231235959Z)", "RFC 5280 section 4.1.2.5");

    public static readonly LintRule KeyUsageMissing = new("x509.key-usage.missing", LintSeverity.Problem,
        "the key certifies and has no key usage", "RFC 5280 section 4.2.1.3");

    public static readonly LintRule KeyUsageNotCritical = new("x509.key-usage.not-critical", LintSeverity.Note,
        "key usage is not critical", "RFC 5280 section 4.2.1.3");

    public static readonly LintRule KeyUsageNoCertSign = new("x509.key-usage.no-cert-sign", LintSeverity.Problem,
        "cA is set, and key usage has no keyCertSign", "RFC 5280 section 4.2.1.9");

    public static readonly LintRule KeyUsageCertSignWithoutCa = new("x509.key-usage.cert-sign-without-ca", LintSeverity.Problem,
        "key usage has keyCertSign, and cA is not set", "RFC 5280 section 4.2.1.3");

    public static readonly LintRule BasicConstraintsNotCritical = new("x509.basic-constraints.not-critical", LintSeverity.Problem,
        "basic constraints of a CA are not critical", "RFC 5280 section 4.2.1.9");

    public static readonly LintRule PathLengthExceeded = new("x509.path-length.exceeded", LintSeverity.Problem,
        "more certificates follow than the path length allows", "RFC 5280 section 4.2.1.9");

    public static readonly LintRule AuthorityKeyMissing = new("x509.authority-key.missing", LintSeverity.Problem,
        "there is no authority key identifier, and the certificate is not self-signed", "RFC 5280 section 4.2.1.1");

    public static readonly LintRule AuthorityKeyNoIdentifier = new("x509.authority-key.no-identifier", LintSeverity.Problem,
        "the authority key identifier has no keyIdentifier", "RFC 5280 section 4.2.1.1");

    public static readonly LintRule AuthorityKeyCritical = new("x509.authority-key.critical", LintSeverity.Problem,
        "the authority key identifier is critical", "RFC 5280 section 4.2.1.1");

    public static readonly LintRule SubjectKeyMissing = new("x509.subject-key.missing", LintSeverity.Problem,
        "a CA has no subject key identifier", "RFC 5280 section 4.2.1.2");

    public static readonly LintRule SubjectKeyCritical = new("x509.subject-key.critical", LintSeverity.Problem,
        "the subject key identifier is critical", "RFC 5280 section 4.2.1.2");

    public static readonly LintRule EcdsaNull = new("x509.ecdsa-null", LintSeverity.Problem,
        "the ECDSA algorithm identifier has NULL parameters", "RFC 5758 section 3.2");

    public static readonly LintRule DerDefault = new("x509.der.default", LintSeverity.Problem,
        "a value equal to its DEFAULT is encoded", "X.690 section 11.5");

    public static readonly LintRule DerTrailingZeroBits = new("x509.der.trailing-zero-bits", LintSeverity.Problem,
        "a named bit list keeps trailing zero bits", "X.690 section 11.2.2");

    public static readonly LintRule DerUnusedBits = new("x509.der.unused-bits", LintSeverity.Problem,
        "unused bits of a bit string are set", "X.690 section 11.2.1");

    public static readonly LintRule DerLength = new("x509.der.length", LintSeverity.Problem,
        "a length has more bytes than it needs", "X.690 section 10.1");

    public static readonly LintRule DerInteger = new("x509.der.integer", LintSeverity.Problem,
        "an integer has more bytes than it needs", "X.690 section 8.3.2");

    public static readonly LintRule DerBoolean = new("x509.der.boolean", LintSeverity.Problem,
        "a TRUE is not FF", "X.690 section 11.1");

    public static readonly LintRule DerSetOrder = new("x509.der.set-order", LintSeverity.Problem,
        "the elements of a SET OF are not in ascending order", "X.690 section 11.6");

    public static readonly LintRule DerSignByte = new("x509.der.sign-byte", LintSeverity.Problem,
        "a positive number lacks the zero byte that makes it one", "X.690 section 8.3.3");

    public static readonly LintRule UnknownBits = new("x509.unknown-bits", LintSeverity.Problem,
        "a named bit list sets bits that have no name", "RFC 5280 section 4.2.1.3");

    public static readonly LintRule Wrapped = new("x509.wrapped", LintSeverity.Dialect,
        "the certificate lies in an OCTET STRING", "TPM 2.0 Keys for Device Identity and Attestation section 2.2");

    public static readonly LintRule Padded = new("x509.padded", LintSeverity.Note,
        "00 or FF follow the certificate up to the end of its place in NV", "TCG EK Credential Profile section 2.2.1");

    public static readonly LintRule Trailing = new("x509.trailing", LintSeverity.Problem,
        "other bytes follow the certificate", "X.690 section 8.1");

    private static readonly LintRule[] X509Rules =
    [
        Refused, Version, SerialForm, IssuerEmpty,
        SubjectEmpty, TimeGeneralized, TimeNoExpiry, KeyUsageMissing,
        KeyUsageNotCritical, KeyUsageNoCertSign, KeyUsageCertSignWithoutCa, BasicConstraintsNotCritical,
        PathLengthExceeded, AuthorityKeyMissing, AuthorityKeyNoIdentifier, AuthorityKeyCritical,
        SubjectKeyMissing, SubjectKeyCritical, EcdsaNull, DerDefault,
        DerTrailingZeroBits, DerUnusedBits, DerLength, DerInteger,
        DerBoolean, DerSetOrder, DerSignByte, UnknownBits,
        Wrapped, Padded, Trailing,
    ];
}
