namespace Attestation.Tpm.Wire;

/// <summary>
/// TPM_RC, Part 2 clause 6.6. Format-one codes (bit 7) number the handle, session or parameter that is wrong:
/// <code>
///  bit  11 10 9 8 | 7 | 6 | 5 4 3 2 1 0
///       N         | 1 | P | error number          P=1: N is a parameter; P=0: N below 8 is a handle, from 8 a session
/// </code>
/// </summary>
public readonly record struct TpmRc(uint Value)
{
    public static readonly TpmRc Success = new(0);
    public static readonly TpmRc Initialize = new(0x100);
    public static readonly TpmRc Yielded = new(0x908);
    public static readonly TpmRc Testing = new(0x90A);
    public static readonly TpmRc Lockout = new(0x921);
    public static readonly TpmRc Retry = new(0x922);

    /// <summary>The code names a handle, a session or a parameter.</summary>
    public bool IsFormatOne => (Value & 0x80) != 0;

    /// <summary>A warning: the command may succeed when sent again, or after something else was done.</summary>
    public bool IsWarning => !IsFormatOne && (Value & 0x900) == 0x900;

    /// <summary>The same without the number of what is wrong: what one compares with.</summary>
    public TpmRc Base => IsFormatOne ? new TpmRc(Value & 0xBF) : this;

    /// <summary>Number of the wrong parameter, counted from 1, or null.</summary>
    public int? Parameter => IsFormatOne && (Value & 0x40) != 0 ? (int)(Value >> 8 & 0xF) : null;

    /// <summary>Number of the wrong handle, counted from 1, or null.</summary>
    public int? Handle => IsFormatOne && (Value & 0x840) == 0 ? (int)(Value >> 8 & 0x7) : null;

    /// <summary>Number of the wrong session, counted from 1, or null.</summary>
    public int? Session => IsFormatOne && (Value & 0x840) == 0x800 ? (int)(Value >> 8 & 0x7) : null;

    public override string ToString() => $"{TpmRcTable.NameOf(this)} (0x{Value:X3})";
}
