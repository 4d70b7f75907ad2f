namespace Attestation.Formats.Reasons;

/// <summary>Reasons that a DICE layer or identity gives when it is compared with reference values, events 1620-1649.</summary>
public static class LayerReasons
{
    public static readonly ReasonCode Code = new(1620, "dice.layer.code",
        "The measured code of a layer equals no reference value.",
        "If this is a release of yours, submit its CoRIM; if not, the image on the device was changed.", "docs/appraisal.md, step 9");

    public static readonly ReasonCode Config = new(1621, "dice.layer.config",
        "The measured configuration of a layer is not that of the release whose code runs.",
        "Restore the released configuration, or submit a CoRIM that states the new one.", "docs/appraisal.md, step 10");

    public static readonly ReasonCode Authority = new(1622, "dice.layer.authority",
        "A layer was verified under another authority than its reference value states.",
        "Check which key signed the image: the boot stage accepted a signer that the manufacturer did not name.", "docs/appraisal.md, step 11");

    public static readonly ReasonCode Mode = new(1623, "dice.layer.mode",
        "The operational flags of a layer are not those of its reference value.",
        "Compare the flags named with the release's; a device in the field runs configured, secure, without debug and recovery.", "docs/appraisal.md, step 12");

    public static readonly ReasonCode Debug = new(1624, "dice.layer.mode.debug",
        "A layer booted in debug mode, in which its secrets may be read.",
        "Close the debug port and boot again; to admit such devices on a bench allow the mode in the policy.", "Open Profile for DICE 2.6, mode value details");

    public static readonly ReasonCode Recovery = new(1625, "dice.layer.mode.recovery",
        "A layer booted in recovery mode.",
        "Finish the recovery and boot the released firmware; to admit such devices allow the mode in the policy.", "Open Profile for DICE 2.6, mode value details");

    public static readonly ReasonCode NotConfigured = new(1626, "dice.layer.mode.not-configured",
        "A layer says that its security features are not configured.",
        "Provision the device to the end (secure boot, verification keys) before it is enrolled.", "Open Profile for DICE 2.6, mode value details");

    public static readonly ReasonCode Rollback = new(1627, "dice.layer.rollback",
        "A layer runs a known release that is older than the security version its class requires.",
        "Update the device; the release it runs was superseded for a security reason.", "docs/appraisal.md, step 13");

    public static readonly ReasonCode RollbackDevice = new(1628, "dice.layer.rollback.device",
        "A layer runs a lower security version than this very device ran before.",
        "Find out who put the older release back; if it was meant, reset the device's history.", "docs/appraisal.md, step 13");

    public static readonly ReasonCode Svn = new(1629, "dice.layer.svn",
        "The security version that a layer states is not that of the release whose code runs.",
        "Compare the certificate's svn with the release: one of the two was made wrongly.", "docs/appraisal.md, step 13");

    public static readonly ReasonCode Swapped = new(1630, "dice.layer.swapped",
        "A layer runs the code of another layer.",
        "Write each image into its own slot; the images are released ones, their order is not.", "docs/appraisal.md, step 9");

    public static readonly ReasonCode Unknown = new(1631, "dice.layer.unknown",
        "No reference value exists for a layer of this device's class.",
        "Submit a CoRIM for this layer, or set unknownComponents in the policy.", "docs/policy.md, unknownComponents");

    public static readonly ReasonCode Missing = new(1632, "dice.layer.missing",
        "The chain is shorter than the reference values of its class, or than the policy requires.",
        "Send the whole chain; a layer that is left out is a layer that was not measured.", "docs/appraisal.md, step 8");

    public static readonly ReasonCode NoReference = new(1633, "dice.layer.no-reference",
        "The policy requires a comparison for which the layer's reference values state nothing.",
        "State the measurement in the CoRIM, or take the comparison out of the policy's require list.", "docs/policy.md, require");

    public static readonly ReasonCode NotMeasured = new(1634, "dice.layer.not-measured",
        "The policy requires a comparison for which the layer's certificate states nothing.",
        "Use a certificate form that states it, or take the comparison out of the policy's require list.", "docs/policy.md, require");

    public static readonly ReasonCode ReferenceExpired = new(1635, "dice.layer.reference-expired",
        "A layer matches only a reference value whose CoRIM is not valid at this time.",
        "Submit a CoRIM with a current validity, or check the verifier's clock.", "draft-ietf-rats-corim, validity-map");

    public static readonly ReasonCode Tampered = new(1636, "dice.layer.tampered",
        "A layer says that the device's tamper input has tripped: its case was opened.",
        "Look at the device. Once it is found in order, its owner or the factory clears the record and it boots again; until then tamper: warn in the policy lets it pass.", "docs/boards.md, tamper input");

    public static readonly ReasonCode UdsZero = new(1640, "dice.uds.zero",
        "The device's identity is the one that every unprovisioned device has: its UDS is all zeros or all ones.",
        "Provision the UDS; never enrol this key.", "Open Profile for DICE 2.6, UDS details");

    internal static readonly ReasonCode[] All =
    [
        Code, Config, Authority, Mode, Debug, Recovery, NotConfigured, Rollback, RollbackDevice, Svn, Swapped, Unknown, Missing, NoReference,
        NotMeasured, ReferenceExpired, Tampered, UdsZero,
    ];
}
