namespace Attestation.Formats.Dice.Linting;

/// <summary>Certificates among each other.</summary>
public static partial class LintRules
{
    public static readonly LintRule ChainSignature = new("chain.signature", LintSeverity.Problem,
        "the signature does not verify under the key of its issuer", "RFC 5280 section 6.1.3 (a)(1)");

    public static readonly LintRule ChainIssuerName = new("chain.issuer-name", LintSeverity.Problem,
        "the issuer's name is not the subject of the certificate whose key signed", "RFC 5280 section 6.1.3 (a)(4)");

    public static readonly LintRule ChainIssuerNotCa = new("chain.issuer-not-ca", LintSeverity.Problem,
        "the certificate that signed is not a CA's", "RFC 5280 section 6.1.4 (k)");

    public static readonly LintRule ChainAuthorityKey = new("chain.authority-key", LintSeverity.Problem,
        "the authority key identifier is not the subject key identifier of the issuer", "RFC 5280 section 4.2.1.1");

    public static readonly LintRule ChainWeakerKey = new("chain.weaker-key", LintSeverity.Dialect,
        "the key is weaker than the key that certifies it", "SP 800-57 part 1 section 5.6.4");

    public static readonly LintRule ChainKeyReused = new("chain.key-reused", LintSeverity.Problem,
        "the same key stands in another certificate", "Open Profile for DICE, \"Deriving Asymmetric Key Pairs\"");

    public static readonly LintRule ChainValidity = new("chain.validity", LintSeverity.Note,
        "the certificate outlives its issuer", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly LintRule ChainProfileOrder = new("chain.profile-order", LintSeverity.Problem,
        "the profile is older than that of the layer before", "Android Profile for DICE, \"Versions\"");

    public static readonly LintRule ChainRefused = new("chain.refused", LintSeverity.Problem,
        "the chain beside the evidence cannot be read", "see the reason");

    private static readonly LintRule[] ChainRules =
    [
        ChainSignature, ChainIssuerName, ChainIssuerNotCa, ChainAuthorityKey,
        ChainWeakerKey, ChainKeyReused, ChainValidity, ChainProfileOrder,
        ChainRefused,
    ];
}
