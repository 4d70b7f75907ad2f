namespace Attestation.Formats.Reasons;

/// <summary>Reasons of endorsement keys, their certificates and what vouches for them, events 2300-2349.</summary>
public static class EkReasons
{
    private const string Profile = "TCG EK Credential Profile 2.5 ";

    public static readonly ReasonCode PublicForm = new(2300, "ek.public.form",
        "The endorsement key is not a TPM2B_PUBLIC.",
        "Send the public area of the endorsement key as TPM2_CreatePrimary or TPM2_ReadPublic returned it.", "TPM 2.0 Part 2 clause 12.2.5");

    public static readonly ReasonCode NotStorage = new(2301, "ek.public.not-storage",
        "The key is no restricted decryption key, so it is no endorsement key.",
        "Send the endorsement key, not an attestation key or a storage root key.", Profile + "annex B");

    public static readonly ReasonCode NotFixed = new(2302, "ek.public.not-fixed",
        "The endorsement key can be moved to another TPM, or no TPM made it.",
        "Create the endorsement key from a template of the profile.", Profile + "annex B");

    public static readonly ReasonCode PublicKey = new(2303, "ek.public.key",
        "The endorsement key is no sound RSA key of 2048 to 4096 bits and no point on P-256, P-384 or P-521, or its name is no SHA-2 digest.",
        "Use the RSA 2048 or P-256 endorsement key of the TPM.", Profile + "annex B");

    public static readonly ReasonCode Template = new(2304, "ek.public.template",
        "The endorsement key is made from no template of the profile.",
        "Nothing to do where the manufacturer's own template is meant; its certificate decides.", Profile + "annex B");

    public static readonly ReasonCode Policy = new(2305, "ek.public.policy",
        "The endorsement key's policy is none of the profile's.",
        "Nothing to do where the manufacturer's own template is meant; its certificate decides.", Profile + "annex B.6");

    public static readonly ReasonCode CertificateNone = new(2306, "ek.certificate.none",
        "The TPM has no endorsement key certificate, and its key stands on no allow-list.",
        "Compare the key's name on the machine itself, then write the name into the allow-list.", "docs/endorsement-keys.md, keys without a certificate");

    public static readonly ReasonCode CertificateForm = new(2307, "ek.certificate.form",
        "The endorsement key certificate, or one sent with it, cannot be read.",
        "Read the NV index again, whole; a certificate that breaks more than ARCHITECTURE.md lists needs the allow-list.", "RFC 5280 section 4.1");

    public static readonly ReasonCode CertificateKey = new(2308, "ek.certificate.key",
        "The certificate is for another key than this endorsement key: it belongs to another TPM or another template.",
        "Send the certificate that lies at the NV index of the template from which the key was made.", Profile + "clause 3.2, public key");

    public static readonly ReasonCode CertificatePlatform = new(2309, "ek.certificate.platform",
        "The certificate is of a platform, not of an endorsement key.",
        "Send the certificate from the NV index of the endorsement key, 0x01c00002 and following.", "TCG Platform Certificate Profile 1.1 clause 2");

    public static readonly ReasonCode Purpose = new(2310, "ek.certificate.purpose",
        "The extended key usage does not name an endorsement key certificate.",
        "Ask the manufacturer for a certificate with 2.23.133.8.1.", Profile + "clause 3.2, extended key usage");

    public static readonly ReasonCode KeyUsage = new(2311, "ek.certificate.key-usage",
        "The key usage is not that of an endorsement key: keyEncipherment for RSA, keyAgreement for ECC.",
        "Ask the manufacturer; a certificate for signing is none of an endorsement key.", Profile + "clause 3.2, key usage");

    public static readonly ReasonCode LeafIsCa = new(2312, "ek.certificate.ca",
        "The endorsement key certificate says that its key may issue certificates.",
        "Send the endorsement key's certificate first and its authorities after it.", Profile + "clause 3.2, basic constraints");

    public static readonly ReasonCode Subject = new(2313, "ek.certificate.subject",
        "The subject alternative name does not say manufacturer, model and version of the TPM.",
        "Ask the manufacturer; without these no one knows what the certificate is of.", Profile + "clause 3.2, subject alternative name");

    public static readonly ReasonCode SubjectNotCritical = new(2314, "ek.certificate.subject-critical",
        "The certificate has no subject, and its subject alternative name is not critical.",
        "Nothing to do; the manufacturer's certificates are older than the rule.", "RFC 5280 section 4.2.1.6");

    public static readonly ReasonCode Attributes = new(2315, "ek.certificate.attributes",
        "The TPM's specification or security assertions in the certificate cannot be read.",
        "Ask the manufacturer; what is asserted there has a fixed form.", Profile + "clause 3.2, subject directory attributes");

    public static readonly ReasonCode Family = new(2316, "ek.certificate.family",
        "The certificate is of a TPM of another family than 2.0.",
        "Send the certificate of the TPM 2.0.", Profile + "clause 3.1, TPM specification");

    public static readonly ReasonCode LeafNotYetValid = new(2317, "ek.certificate.not-yet-valid",
        "The endorsement key certificate is not valid yet.",
        "Check the verifier's clock.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode LeafExpired = new(2318, "ek.certificate.expired",
        "The endorsement key certificate has expired.",
        "Accept expired endorsement key certificates in the policy, or list the key: manufacturers do not renew them.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode Deviation = new(2319, "ek.certificate.deviation",
        "A certificate of the chain breaks a rule of its encoding and was read all the same.",
        "Nothing to do; its signature was verified over the bytes as they came.", "ARCHITECTURE.md, deviations that are read on purpose");

    public static readonly ReasonCode ChainMissing = new(2320, "ek.chain.missing",
        "The certificate of an issuer is missing.",
        "Put the certificate named into the folder of roots, or allow its address to be asked.", "RFC 5280 section 6.1");

    public static readonly ReasonCode ChainSignature = new(2321, "ek.chain.signature",
        "An issuer of that name is there, but the signature does not verify under its key.",
        "The certificate was changed or made up, or the issuer has a second key: compare the authority key identifiers.", "RFC 5280 section 6.1.3 (a)(1)");

    public static readonly ReasonCode ChainNotCa = new(2322, "ek.chain.not-ca",
        "A certificate issued another although its basic constraints do not allow that.",
        "Someone with an ordinary certificate issued one of an endorsement key: treat it as forged.", "RFC 5280 section 6.1.4 (k)");

    public static readonly ReasonCode ChainKeyUsage = new(2323, "ek.chain.key-usage",
        "A certificate issued another although its key usage does not allow that.",
        "Ask the manufacturer for the right authority's certificate.", "RFC 5280 section 6.1.4 (n)");

    public static readonly ReasonCode ChainPathLength = new(2324, "ek.chain.path-length",
        "More authorities follow below a certificate than its path length allows.",
        "Ask the manufacturer; an authority issued one that it may not.", "RFC 5280 section 6.1.4 (m)");

    public static readonly ReasonCode ChainNotYetValid = new(2325, "ek.chain.not-yet-valid",
        "The certificate of an authority is not valid yet.",
        "Check the verifier's clock.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode ChainExpired = new(2326, "ek.chain.expired",
        "The certificate of an authority has expired.",
        "Fetch the manufacturer's renewed certificate.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode Sha1 = new(2327, "ek.chain.sha1",
        "A certificate is signed with SHA-1, for which collisions are made.",
        "Put the manufacturer's authority into the roots if it has a certificate with SHA-256; else list the key.", "NIST SP 800-131A section 3");

    public static readonly ReasonCode UnknownCritical = new(2328, "ek.chain.unknown-critical",
        "A certificate has a critical extension that this verifier does not know.",
        "Nobody may accept it without knowing what it restricts: list the key if you must.", "RFC 5280 section 6.1.4 (o)");

    public static readonly ReasonCode NameConstraints = new(2329, "ek.chain.name-constraints",
        "The certificate of an authority restricts names, which this verifier does not process.",
        "List the key, or ask the manufacturer for an authority without name constraints.", "RFC 5280 section 4.2.1.10");

    public static readonly ReasonCode ChainTooLong = new(2330, "ek.chain.too-long",
        "The chain does not end: more than eight authorities, or one that issued its own issuer.",
        "Look for a circle of cross-signed certificates among the intermediates.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode ChainUnused = new(2331, "ek.chain.unused",
        "A certificate was sent that is not part of the chain.",
        "Nothing to do.", "docs/endorsement-keys.md, chains");

    public static readonly ReasonCode RevokedLeaf = new(2332, "ek.revocation.leaf",
        "The endorsement key certificate has been revoked.",
        "Take the machine out of service: its manufacturer no longer vouches for its TPM.", "RFC 5280 section 6.3.3");

    public static readonly ReasonCode RevokedAuthority = new(2333, "ek.revocation.authority",
        "The certificate of an authority has been revoked.",
        "Take the authority out of the folder of roots; ask its manufacturer what replaces it.", "RFC 5280 section 6.3.3");

    public static readonly ReasonCode ListExpired = new(2334, "ek.revocation.expired",
        "The revocation list is older than its issuer allows: its next one is out.",
        "Fetch the list again.", "RFC 5280 section 5.1.2.5");

    public static readonly ReasonCode ListNotYet = new(2335, "ek.revocation.not-yet",
        "The revocation list is of a day to come.",
        "Check the verifier's clock.", "RFC 5280 section 5.1.2.4");

    public static readonly ReasonCode ListSignature = new(2336, "ek.revocation.signature",
        "A revocation list of that issuer does not verify under the issuer's key, or the issuer may not sign lists.",
        "Fetch the list again; it was changed, or another key signed it.", "RFC 5280 section 6.3.3 (f) and (g)");

    public static readonly ReasonCode ListScope = new(2337, "ek.revocation.scope",
        "The revocation list covers only some certificates, or changes of another list, and cannot be used alone.",
        "Give the issuer's complete list.", "RFC 5280 section 5.2");

    public static readonly ReasonCode ListNone = new(2338, "ek.revocation.none",
        "There is no revocation list of an issuer of the chain, and the rules demand one.",
        "Put the issuer's list into the folder, or stop demanding lists.", "docs/endorsement-keys.md, revocation");

    public static readonly ReasonCode ListForm = new(2339, "ek.revocation.form",
        "The file holds no revocation list that can be read.",
        "Give DER, or PEM labelled X509 CRL.", "RFC 5280 section 5.1");

    public static readonly ReasonCode TrustForm = new(2340, "ek.trust.form",
        "The file holds no certificate that can be read.",
        "Give certificates in DER or PEM, or a PKCS #7 bundle; take other files out of the folder.", "RFC 5280 section 4.1");

    public static readonly ReasonCode TrustNotCa = new(2341, "ek.trust.not-ca",
        "The certificate in the folder of roots is not one of an authority.",
        "Take it out of the folder: a certificate of an endorsement key is no trust anchor.", "RFC 5280 section 4.2.1.9");

    public static readonly ReasonCode TrustSelfSignature = new(2342, "ek.trust.self-signature",
        "A root names itself as its issuer, but its own signature does not verify.",
        "The file was damaged: fetch it again from the manufacturer.", "RFC 5280 section 6.1");

    public static readonly ReasonCode TrustTooMany = new(2343, "ek.trust.too-many",
        "More certificates, lists or lines are given than are read.",
        "Stay under 4096 certificates, 1024 lists and 100000 lines.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode AllowLine = new(2344, "ek.allow-list.line",
        "A line of the allow-list is not KEY [node-name] [vendor/model].",
        "Write the key's TPM name (tpm2_readpublic -n) or a SHA-256 in hexadecimal, then the node's name, then vendor/model.", "docs/endorsement-keys.md, allow-list");

    public static readonly ReasonCode AllowKey = new(2345, "ek.allow-list.key",
        "The key of a line of the allow-list is neither a TPM name nor a SHA-256 in hexadecimal.",
        "Take it from tpm2_readpublic -n: 000b and 64 digits for a key with SHA-256.", "docs/endorsement-keys.md, allow-list");

    public static readonly ReasonCode AllowNode = new(2346, "ek.allow-list.node",
        "The node's name in a line of the allow-list is no RFC 1123 subdomain.",
        "Write it as the node's name in the cluster: lower case letters, digits, '-' and '.'.", "RFC 1123 section 2.1");

    public static readonly ReasonCode AllowTwice = new(2347, "ek.allow-list.twice",
        "The same key stands twice in the allow-list.",
        "Keep one of the lines.", "docs/endorsement-keys.md, allow-list");

    internal static readonly ReasonCode[] All =
    [
        PublicForm, NotStorage, NotFixed, PublicKey, Template, Policy, CertificateNone, CertificateForm, CertificateKey, CertificatePlatform,
        Purpose, KeyUsage, LeafIsCa, Subject, SubjectNotCritical, Attributes, Family, LeafNotYetValid, LeafExpired, Deviation, ChainMissing,
        ChainSignature, ChainNotCa, ChainKeyUsage, ChainPathLength, ChainNotYetValid, ChainExpired, Sha1, UnknownCritical, NameConstraints,
        ChainTooLong, ChainUnused, RevokedLeaf, RevokedAuthority, ListExpired, ListNotYet, ListSignature, ListScope, ListNone, ListForm,
        TrustForm, TrustNotCa, TrustSelfSignature, TrustTooMany, AllowLine, AllowKey, AllowNode, AllowTwice,
    ];
}
