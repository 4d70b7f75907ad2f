namespace Attestation.Formats.X509;

/// <summary>Object identifiers of the extensions that are read here.</summary>
public static class ExtensionOid
{
    // RFC 5280 section 4.2.1
    public const string SubjectDirectoryAttributes = "2.5.29.9";
    public const string SubjectKeyIdentifier = "2.5.29.14";
    public const string KeyUsage = "2.5.29.15";
    public const string SubjectAlternativeName = "2.5.29.17";
    public const string BasicConstraints = "2.5.29.19";
    public const string CrlNumber = "2.5.29.20";
    public const string CrlDistributionPoints = "2.5.29.31";
    public const string NameConstraints = "2.5.29.30";
    public const string CertificatePolicies = "2.5.29.32";
    public const string AuthorityKeyIdentifier = "2.5.29.35";
    public const string ExtendedKeyUsage = "2.5.29.37";
    public const string AuthorityInformationAccess = "1.3.6.1.5.5.7.1.1";

    /// <summary>Open Profile for DICE, "X.509 Certificates".</summary>
    public const string OpenDice = "1.3.6.1.4.1.11129.2.1.24";

    // TCG DICE Attestation Architecture, section 6.1
    public const string TcbInfo = "2.23.133.5.4.1";

    /// <summary>Some verifiers look for DiceTcbInfo here; accepted with a note where the value has its form.</summary>
    public const string TcbInfoDialect = "2.23.133.5.4.2";
    public const string Ueid = "2.23.133.5.4.4";
    public const string MultiTcbInfo = "2.23.133.5.4.5";
    public const string TcgConceptualMessageWrapper = "2.23.133.5.4.9";
    public const string TcbFreshness = "2.23.133.5.4.11";

    /// <summary>id-pe-cmw, draft-ietf-rats-msg-wrap.</summary>
    public const string ConceptualMessageWrapper = "1.3.6.1.5.5.7.1.35";
}
