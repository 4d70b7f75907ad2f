namespace Attestation.Formats.EventLog;

/// <summary>
/// TCG_EfiStartupLocalityEvent (PC Client Platform Firmware Profile 1.06, section 10.4.5.3): from which locality TPM2_Startup came, which is
/// PCR 0's value before the first extension (TPM Library Part 1, section 34.3). 3 without and 4 with an H-CRTM.
/// <code>16 bytes "StartupLocality\0" | u8 locality</code>
/// </summary>
public static class StartupLocality
{
    private static ReadOnlySpan<byte> Signature => "StartupLocality\0"u8;

    /// <summary>Is the record such an event, well-formed or not?</summary>
    public static bool IsOne(in BootEvent boot) => !boot.Extends && boot.Data.Span.StartsWith(Signature);

    /// <summary>Reads the locality.</summary>
    /// <param name="boot">An EV_NO_ACTION record.</param>
    /// <param name="locality">0, 3 or 4.</param>
    public static bool TryRead(in BootEvent boot, out byte locality)
    {
        ReadOnlySpan<byte> data = boot.Data.Span;
        locality = IsOne(boot) && data.Length == 17 ? data[16] : byte.MaxValue;
        return locality is 0 or 3 or 4;
    }
}
