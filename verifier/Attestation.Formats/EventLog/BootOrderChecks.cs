using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>Something about a boot that its log says and that an operator should know. Whether it refuses is the policy's business.</summary>
/// <param name="Code">What.</param>
/// <param name="Pcr">The PCR; −1 for an event that extends none.</param>
/// <param name="Event">Number of the event; null where it is missing.</param>
public sealed record BootObservation(ReasonCode Code, int Pcr, int? Event);

/// <summary>
/// Checks what a firmware must log (PC Client Platform Firmware Profile 1.06, sections 3.3.4 and 10.4): one separator in each of PCR 0 to 7, no
/// error separator, each exit-boot-services record once, the startup locality before PCR 0's first extension.
/// </summary>
public static class BootOrderChecks
{
    /// <summary>All observations, in the order of the log, those on what is missing behind.</summary>
    public static IReadOnlyList<BootObservation> Of(BootEventLog log)
    {
        var found = new List<BootObservation>();
        int[] separators = new int[8];
        int exits = 0;
        bool pcr0Extended = false;
        foreach (BootEvent boot in log)
        {
            if (StartupLocality.IsOne(boot) && (pcr0Extended || !StartupLocality.TryRead(boot, out _)))
                found.Add(new BootObservation(EventLogReasons.StartupLocality, -1, boot.Index));
            pcr0Extended |= boot.Pcr == 0;
            if (boot.Type == EventType.Separator && boot.Pcr < separators.Length)
                Separator(boot, ref separators[boot.Pcr], found);
            if (boot.Type == EventType.EfiAction && boot.Data.Span.TrimEnd((byte)0).SequenceEqual("Exit Boot Services Invocation"u8) && ++exits > 1)
                found.Add(new BootObservation(EventLogReasons.ExitTwice, boot.Pcr, boot.Index));
        }
        for (int pcr = 0; pcr < separators.Length; pcr++)
        {
            if (separators[pcr] == 0)
                found.Add(new BootObservation(EventLogReasons.SeparatorMissing, pcr, null));
        }
        if (exits == 0)
            found.Add(new BootObservation(EventLogReasons.ExitMissing, 5, null));
        return found;
    }

    private static void Separator(in BootEvent boot, ref int seen, List<BootObservation> found)
    {
        ReadOnlySpan<byte> data = boot.Data.Span;
        bool plain = data.Length == 4 && (!data.ContainsAnyExcept((byte)0) || !data.ContainsAnyExcept((byte)0xFF));
        if (!plain)
            found.Add(new BootObservation(EventLogReasons.ErrorSeparator, boot.Pcr, boot.Index));
        if (++seen > 1)
            found.Add(new BootObservation(EventLogReasons.SeparatorTwice, boot.Pcr, boot.Index));
    }
}
