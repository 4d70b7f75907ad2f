using Attestation.Formats.X509;

namespace Attestation.Formats.Dice.Linting;

/// <summary>The rule behind every deviation that readers let pass.</summary>
internal static class DialectRules
{
    public static LintRule Of(Dialect dialect) => dialect switch
    {
        Dialect.SerialNumber => LintRules.SerialForm,
        Dialect.WeakerKey => LintRules.ChainWeakerKey,
        Dialect.ModeAsInteger => LintRules.DiceModeInteger,
        Dialect.ModeAsCborInteger => LintRules.CborModeInteger,
        Dialect.KeyUsageBitOrder => LintRules.CborKeyUsageBitOrder,
        Dialect.InlineConfiguration => LintRules.CborConfigurationInline,
        Dialect.FlagsMaskAt10 => LintRules.TcgInfoFlagsMaskAt10,
        Dialect.IntegrityRegistersAt10 => LintRules.TcgInfoRegistersAt10,
        Dialect.IntegrityRegistersAt11 => LintRules.TcgInfoRegistersAt11,
        Dialect.RiotCompositeDeviceId => LintRules.TcgInfoRiot,
        Dialect.TcbInfoUnderOid2 => LintRules.TcgInfoOid2,
        Dialect.GeneralizedTimeBefore2050 => LintRules.TimeGeneralized,
        Dialect.EcdsaNullParameters => LintRules.EcdsaNull,
        Dialect.BasicConstraintsNotCritical => LintRules.BasicConstraintsNotCritical,
        Dialect.UnknownBits => LintRules.UnknownBits,
        Dialect.WrappedInOctetString => LintRules.Wrapped,
        Dialect.Padding => LintRules.Padded,
        Dialect.BytesAfterCertificate => LintRules.Trailing,
        _ => Encoding(dialect),
    };

    public static LintFinding Finding(DialectNote note) => new(Of(note.Dialect), note.Path);

    /// <summary>BER where DER was asked for (X.690).</summary>
    private static LintRule Encoding(Dialect dialect) => dialect switch
    {
        Dialect.ExplicitDefault => LintRules.DerDefault,
        Dialect.TrailingZeroBits => LintRules.DerTrailingZeroBits,
        Dialect.UnusedBitsSet => LintRules.DerUnusedBits,
        Dialect.LengthNotShortest => LintRules.DerLength,
        Dialect.IntegerNotShortest => LintRules.DerInteger,
        Dialect.BooleanNotFF => LintRules.DerBoolean,
        Dialect.SetOrder => LintRules.DerSetOrder,
        Dialect.MissingSignByte => LintRules.DerSignByte,
        _ => throw new ArgumentOutOfRangeException(nameof(dialect), dialect, "a dialect without a rule"),
    };
}
