namespace Attestation.Dice;

/// <summary>What a layer measured of the next one. Open Profile for DICE, "Input Values". All hashes have 64 bytes (a shorter digest is
/// padded by the caller).</summary>
public sealed class DiceInputs
{
    /// <summary>Required, 64 bytes: hash of the next layer's code.</summary>
    public byte[] CodeHash { get; set; }

    /// <summary>Optional, any length: more about the code; everything in it must be covered by <see cref="CodeHash"/>.</summary>
    public byte[] CodeDescriptor { get; set; }

    /// <summary>64 bytes, used as they are. Exactly one of this and <see cref="ConfigurationDescriptor"/> is given.</summary>
    public byte[] InlineConfiguration { get; set; }

    /// <summary>Any length; the configuration input is its SHA-512. See <see cref="ConfigurationMap"/> for the usual map.</summary>
    public byte[] ConfigurationDescriptor { get; set; }

    /// <summary>Required, 64 bytes: what verified boot trusts. All zeros where code is not authorised.</summary>
    public byte[] AuthorityHash { get; set; }

    /// <summary>Optional, any length: more about the authority; must be covered by <see cref="AuthorityHash"/>.</summary>
    public byte[] AuthorityDescriptor { get; set; }

    /// <summary>The mode decision.</summary>
    public DiceMode Mode { get; set; }

    /// <summary>Optional, 64 bytes that appear in no certificate. Null means all zeros.</summary>
    public byte[] Hidden { get; set; }

    /// <summary>True when every part has the length that the profile gives it.</summary>
    public bool IsValid()
    {
        return HasInputSize(CodeHash)
            && HasInputSize(AuthorityHash)
            && (Hidden == null || HasInputSize(Hidden))
            && (InlineConfiguration == null) != (ConfigurationDescriptor == null)
            && (InlineConfiguration == null || HasInputSize(InlineConfiguration))
            && Mode >= DiceMode.NotConfigured
            && Mode <= DiceMode.Recovery;
    }

    private static bool HasInputSize(byte[] value) => value != null && value.Length == DiceSizes.Input;
}
