namespace Attestation.Formats.Dice.Linting;

/// <summary>TCG DICE Attestation Architecture, section 6.1.</summary>
public static partial class LintRules
{
    public static readonly LintRule TcgInfoOid2 = new("tcg.info.oid-2", LintSeverity.Dialect,
        "DiceTcbInfo stands under 2.23.133.5.4.2; its identifier is 2.23.133.5.4.1", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoRiot = new("tcg.info.riot", LintSeverity.Dialect,
        "DiceTcbInfo's identifier carries a RIoT CompositeDeviceID", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoFlagsMaskAt10 = new("tcg.info.flags-mask-at-10", LintSeverity.Dialect,
        "DiceTcbInfo [10] is flagsMask, as in 1.1; readers of 1.2 take [10] for integrityRegisters", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoRegistersAt10 = new("tcg.info.registers-at-10", LintSeverity.Dialect,
        "DiceTcbInfo [10] is integrityRegisters, as in 1.2; the errata moved it to [11]", "TCG DICE Attestation Architecture 1.2 section 6.1.1");

    public static readonly LintRule TcgInfoRegistersAt11 = new("tcg.info.registers-at-11", LintSeverity.Note,
        "DiceTcbInfo [11] is integrityRegisters, as in the errata of 1.2; older readers do not know it", "TCG DICE Attestation Architecture 1.2 errata, section 6.1.1");

    public static readonly LintRule TcgInfoNotCritical = new("tcg.info.not-critical", LintSeverity.Dialect,
        "DiceTcbInfo is not critical: who does not know it, trusts the layer without looking at it", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoEmpty = new("tcg.info.empty", LintSeverity.Note,
        "DiceTcbInfo says nothing at all", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoSha1 = new("tcg.info.sha1", LintSeverity.Dialect,
        "a firmware digest is SHA-1", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoUnknownHash = new("tcg.info.unknown-hash", LintSeverity.Note,
        "a firmware digest's algorithm is not known here, so its length cannot be checked", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoZeroDigest = new("tcg.info.zero-digest", LintSeverity.Note,
        "a firmware digest is all zeros: nothing was measured", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoFlagsOutsideMask = new("tcg.info.flags-outside-mask", LintSeverity.Problem,
        "flags are set that the mask says are not reported", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgInfoFlags = new("tcg.info.flags", LintSeverity.Note,
        "the layer says that it is not in a secure state", "TCG DICE Attestation Architecture 1.1 section 6.1.1");

    public static readonly LintRule TcgUeidNotCritical = new("tcg.ueid.not-critical", LintSeverity.Dialect,
        "the UEID is not critical", "TCG DICE Attestation Architecture 1.1 section 6.1.2");

    public static readonly LintRule TcgUeidForm = new("tcg.ueid.form", LintSeverity.Problem,
        "the UEID is not a type byte and as many bytes as that type has", "RFC 9711 section 4.2.1");

    private static readonly LintRule[] TcgRules =
    [
        TcgInfoOid2, TcgInfoRiot, TcgInfoFlagsMaskAt10, TcgInfoRegistersAt10,
        TcgInfoRegistersAt11, TcgInfoNotCritical, TcgInfoEmpty, TcgInfoSha1,
        TcgInfoUnknownHash, TcgInfoZeroDigest, TcgInfoFlagsOutsideMask, TcgInfoFlags,
        TcgUeidNotCritical, TcgUeidForm,
    ];
}
