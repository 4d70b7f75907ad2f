namespace Attestation.Formats.Reasons;

/// <summary>Reasons of DICE certificates and chains, events 1200-1299.</summary>
public static class DiceReasons
{
    // Reading: 1200-1219

    public static readonly ReasonCode ChainForm = new(1200, "dice.chain.form",
        "The bytes are not a DICE chain: a root (COSE_Key or certificate) and then certificates.",
        "Compare with dice-chain in docs/formats/device-evidence.cddl.", "docs/formats/device-evidence.cddl");

    public static readonly ReasonCode ChainLength = new(1201, "dice.chain.length",
        "The chain has more than 16 elements.",
        "No known device has that many layers: look at what the device sends.", "ARCHITECTURE.md, hostile bytes 3");

    public static readonly ReasonCode ClaimMissing = new(1202, "dice.cwt.claim-missing",
        "A CBOR certificate lacks its issuer, subject, subject public key or key usage.",
        "The device's certificate writer is incomplete: compare with the profile.", "Open Profile for DICE, CBOR CDI Certificates");

    public static readonly ReasonCode ClaimValue = new(1203, "dice.cwt.claim-value",
        "A claim of a CBOR certificate has a value outside its range.",
        "Compare the claim named with the profile.", "Open Profile for DICE, CBOR CDI Certificates");

    public static readonly ReasonCode Configuration = new(1204, "dice.configuration",
        "A configuration descriptor is not the CBOR map that the Android profile asks for.",
        "Compare the descriptor with ConfigurationDescriptor in the profile's CDDL.", "Android Profile for DICE, Configuration descriptor");

    // Chain: 1220-1259

    public static readonly ReasonCode Degenerate = new(1220, "dice.chain.degenerate",
        "The chain certifies no layer: it is one key or one self-signed certificate.",
        "The device did not derive layer keys. Provision it for DICE, or allow degenerate chains for its class knowingly.", "Android Profile for DICE, Degenerate chains");

    public static readonly ReasonCode Anchor = new(1221, "dice.chain.anchor",
        "The chain starts at no trusted root: neither an enrolled UDS key nor a manufacturer CA.",
        "Enrol the device's UDS public key, or add its manufacturer's CA certificate.", "RFC 5280 section 6.1.1 (d)");

    public static readonly ReasonCode Signature = new(1222, "dice.chain.signature",
        "A certificate's signature does not verify under the key of the layer before it.",
        "The certificate was forged or changed, or belongs to another boot: attest again; if it stays, the device is not what it claims.", "RFC 5280 section 6.1.3 (a)(1)");

    public static readonly ReasonCode Linkage = new(1223, "dice.chain.linkage",
        "A certificate's issuer is not the subject of the one before it.",
        "Certificates are missing or in the wrong order: send the whole chain of one boot.", "RFC 5280 section 6.1.3 (a)(4)");

    public static readonly ReasonCode SubjectId = new(1224, "dice.chain.subject-id",
        "A subject or issuer name is not the identifier derived from its key.",
        "The certificate was made by something that does not follow the profile, or names were swapped.", "Open Profile for DICE, Id Derivation");

    public static readonly ReasonCode KeyUsage = new(1225, "dice.chain.key-usage",
        "A key that signs certificates may not do so, by its key usage.",
        "Only CDI and CA keys (keyCertSign) sign certificates: the layer that issued the next one had no right to.", "RFC 5280 section 6.1.4 (n)");

    public static readonly ReasonCode LeafUsage = new(1226, "dice.chain.leaf-usage",
        "The last key of the chain is not an attestation key: its key usage is not digitalSignature.",
        "Certify an attestation key with the last CDI key, or allow CDI keys to sign evidence for this class.", "RFC 5280 section 4.2.1.3");

    public static readonly ReasonCode NotCa = new(1227, "dice.chain.not-ca",
        "A certificate that issues another one is not a CA by its basic constraints.",
        "The layer that issued the next certificate had no right to: have it certified as a CDI key.", "RFC 5280 section 6.1.4 (k)");

    public static readonly ReasonCode PathLength = new(1228, "dice.chain.path-length",
        "More certificates follow than a path length constraint allows.",
        "A layer was inserted, or the issuer's constraint is too small for the device's layers.", "RFC 5280 section 6.1.4 (l), (m)");

    public static readonly ReasonCode NotYetValid = new(1229, "dice.chain.not-yet-valid",
        "A certificate of the chain is not valid yet.",
        "Check the verifier's clock and the certificate's notBefore.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode Expired = new(1230, "dice.chain.expired",
        "A certificate of the chain, or the CA it hangs from, has expired.",
        "Have the certificate renewed; check the verifier's clock.", "RFC 5280 section 6.1.3 (a)(2)");

    public static readonly ReasonCode ModeMissing = new(1231, "dice.layer.mode-missing",
        "A layer does not say its mode.",
        "The mode is needed to tell debug boots from normal ones: correct the device's certificate writer.", "Open Profile for DICE, Mode Value Details");

    public static readonly ReasonCode MeasurementMissing = new(1232, "dice.layer.measurement-missing",
        "A layer lacks its code hash, authority hash or configuration.",
        "A layer that measures nothing proves nothing: correct the device's certificate writer.", "Open Profile for DICE, X.509 CDI Certificates");

    public static readonly ReasonCode ConfigurationHash = new(1233, "dice.layer.configuration-hash",
        "The configuration hash is not the hash of the configuration descriptor.",
        "Descriptor and hash belong together: the layer below was misled, or its writer is broken.", "Open Profile for DICE, Configuration Input Value Details");

    public static readonly ReasonCode UnmeasuredLayer = new(1234, "dice.chain.unmeasured",
        "A certificate between two layers, or after the layers, certifies a key without measuring anything.",
        "Only the attestation key at the end may go unmeasured: something was inserted into the chain.", "Open Profile for DICE, Layering Details");

    public static readonly ReasonCode NoLayer = new(1235, "dice.chain.no-layer",
        "No certificate of the chain carries measurements of a layer.",
        "Send the whole chain of the boot, from the UDS to the attestation key.", "Open Profile for DICE, Layering Details");

    public static readonly ReasonCode KeyReused = new(1236, "dice.chain.key-reused",
        "The same key appears twice in the chain.",
        "Every layer derives its own key: the chain was made up, or a layer does not derive.", "Open Profile for DICE, Key Derivation");

    public static readonly ReasonCode Strength = new(1237, "dice.chain.strength",
        "A layer's key is weaker than the key that certifies it.",
        "Use one algorithm along the chain, or allow weaker keys for this class knowingly.", "NIST SP 800-57 part 1 section 5.6.4");

    public static readonly ReasonCode AuthorityKey = new(1238, "dice.chain.authority-key",
        "An authority key identifier names another key than the one that issued the certificate.",
        "The certificate was issued under another key of the same name: have it issued again.", "RFC 5280 section 4.2.1.1");

    // Android profile: 1260-1279

    public static readonly ReasonCode AndroidForm = new(1260, "dice.android.form",
        "The chain is not of the Android profile: a COSE_Key and then CBOR certificates only.",
        "Send a DiceCertChain, or appraise the device under the Open DICE profile.", "Android Profile for DICE, DICE chain");

    public static readonly ReasonCode AndroidProfile = new(1261, "dice.android.profile",
        "A certificate names a profile that is not android.14, android.15, android.16 or android.18.",
        "Update the verifier, or correct the profile name the device writes.", "Android Profile for DICE, Versions");

    public static readonly ReasonCode AndroidProfileOrder = new(1262, "dice.android.profile-order",
        "A certificate follows an older version of the profile than the one before it.",
        "Profile versions must not decrease along the chain: a layer was replaced by an older one.", "Android Profile for DICE, Versions");

    public static readonly ReasonCode AndroidTolerance = new(1263, "dice.android.tolerance",
        "A certificate has a deviation that only android.14 tolerates.",
        "Write the mode as a one-byte string and key usage 20.", "Android Profile for DICE, android.15");

    public static readonly ReasonCode AndroidSecurityVersion = new(1264, "dice.android.security-version",
        "A configuration descriptor lacks the security version that android.16 requires.",
        "Add -70005 to the layer's configuration descriptor.", "Android Profile for DICE, android.16");

    public static readonly ReasonCode AndroidRequest = new(1265, "dice.android.request",
        "The bytes are not an AuthenticatedRequest of version 1.",
        "Send a certificate request of remote key provisioning version 3.", "generateCertificateRequestV2.cddl, AuthenticatedRequest");

    public static readonly ReasonCode AndroidSignedData = new(1266, "dice.android.signed-data",
        "The request's data is not signed by the last key of its DICE chain, or is not a challenge and a payload.",
        "The request was changed, or belongs to another chain: have it made again.", "generateCertificateRequestV2.cddl, SignedData");

    public static readonly ReasonCode AndroidUdsCertificate = new(1267, "dice.android.uds-certificate",
        "The UDS certificates of a request certify another key than the root of its DICE chain.",
        "The certificates belong to another device.", "generateCertificateRequestV2.cddl, UdsCerts");

    internal static readonly ReasonCode[] All =
    [
        ChainForm, ChainLength, ClaimMissing, ClaimValue, Configuration, Degenerate, Anchor, Signature, Linkage, SubjectId, KeyUsage, LeafUsage, NotCa,
        PathLength, NotYetValid, Expired, ModeMissing, MeasurementMissing, ConfigurationHash, UnmeasuredLayer, NoLayer, KeyReused, Strength,
        AuthorityKey, AndroidForm, AndroidProfile, AndroidProfileOrder, AndroidTolerance, AndroidSecurityVersion, AndroidRequest,
        AndroidSignedData, AndroidUdsCertificate,
    ];
}
