namespace Attestation.Formats.Reasons;

/// <summary>Reasons of TCG boot event logs and of their comparison with PCRs, events 1950-1989.</summary>
public static class EventLogReasons
{
    public static readonly ReasonCode Empty = new(1950, "eventlog.empty",
        "The boot event log is empty: the kernel offered none.",
        "Boot through a path that keeps the log (with grub 2.06 and Secure Boot off: linuxefi), or judge golden PCRs only where the policy says so.", "Linux, Documentation/security/tpm/tpm_event_log.rst");

    public static readonly ReasonCode TooLarge = new(1951, "eventlog.too-large",
        "The boot event log is larger than 64 MiB.",
        "Send the log as the kernel gives it; real ones have some ten thousand bytes.", "docs/formats, limits");

    public static readonly ReasonCode Truncated = new(1952, "eventlog.truncated",
        "The boot event log ends inside a record.",
        "Send the whole log; a file read in parts must be joined.", "PC Client Platform Firmware Profile 1.06 section 10.2.2");

    public static readonly ReasonCode EventSize = new(1953, "eventlog.event-size",
        "An event says that its data is longer than what is left of the log.",
        "Send the whole log; if it is whole, the firmware wrote a wrong length.", "PC Client Platform Firmware Profile 1.06 section 10.2.2");

    public static readonly ReasonCode SpecId = new(1954, "eventlog.spec-id",
        "The header of a crypto-agile log is malformed, or stands in the log a second time.",
        "Send the log as the firmware wrote it.", "PC Client Platform Firmware Profile 1.06 section 10.4.5.1");

    public static readonly ReasonCode Banks = new(1955, "eventlog.banks",
        "The header of the log announces no digest algorithm, one of them twice, or one with a wrong digest size.",
        "Send the log as the firmware wrote it.", "PC Client Platform Firmware Profile 1.06 section 10.4.5.1");

    public static readonly ReasonCode Digests = new(1956, "eventlog.digests",
        "An event does not have one digest for each bank that the log announces.",
        "Send the log as the firmware wrote it; an event that a bank does not have cannot be replayed there.", "PC Client Platform Firmware Profile 1.06 section 10.2.2");

    public static readonly ReasonCode PcrIndex = new(1957, "eventlog.pcr-index",
        "An event extends a PCR that does not exist.",
        "Send the log as the firmware wrote it.", "PC Client Platform TPM Profile section 4.6");

    public static readonly ReasonCode Mismatch = new(1960, "eventlog.pcr-mismatch",
        "The events of a PCR do not replay to its quoted value, and the digests do not tell which of them is wrong.",
        "Compare the events listed with those of a good boot; an event may also be missing.", "PC Client Platform Firmware Profile 1.06 section 10.1");

    public static readonly ReasonCode EventDigest = new(1961, "eventlog.event-digest",
        "An event's digest is not the hash of the data that the event shows.",
        "Do not believe the event's text: the log was changed at this event, or the firmware measures something else than it logs.", "PC Client Platform Firmware Profile 1.06 section 10.4.1");

    public static readonly ReasonCode ExtraEvents = new(1962, "eventlog.extra-events",
        "The quoted value of a PCR is that of the log's first events; those from the one named on are in the log only.",
        "Quote again after the boot is over; if the difference stays, events were added to the log.", "PC Client Platform Firmware Profile 1.06 section 10.1");

    public static readonly ReasonCode SurplusEvent = new(1963, "eventlog.surplus-event",
        "Without the one event named the log replays to the quoted value: it is logged, and the TPM did not see it.",
        "An event logged twice is a known firmware defect; anything else was put into the log.", "PC Client Platform Firmware Profile 1.06 section 10.1");

    public static readonly ReasonCode Unlogged = new(1964, "eventlog.unlogged",
        "A PCR was extended, and the log has no event for it.",
        "Send the log that covers this PCR: the kernel's IMA list, systemd's measurement log; or leave the PCR out of the comparison.", "PC Client Platform Firmware Profile 1.06 section 10.1");

    public static readonly ReasonCode BankMissing = new(1965, "eventlog.bank-missing",
        "A PCR of a bank is to be compared for which the log has no digests.",
        "Quote a bank that the log covers.", "PC Client Platform Firmware Profile 1.06 section 10.4.5.1");

    public static readonly ReasonCode BankUnsupported = new(1966, "eventlog.bank-unsupported",
        "A PCR of a bank is to be compared whose hash cannot be computed here.",
        "Quote the bank sha256, sha384 or sha512.", "TCG Algorithm Registry, Table 3");

    public static readonly ReasonCode Content = new(1970, "eventlog.content",
        "The data of an event does not have the structure of its type.",
        "Send the log as the firmware wrote it; the event's digest still counts, its meaning is unknown.", "PC Client Platform Firmware Profile 1.06 section 10.4.1");

    public static readonly ReasonCode StartupLocality = new(1971, "eventlog.startup-locality",
        "A startup locality event is malformed, or stands behind PCR 0's first extension.",
        "Send the log as the firmware wrote it; the TPM knew its locality before anything was measured.", "PC Client Platform Firmware Profile 1.06 section 10.4.5.3");

    public static readonly ReasonCode ErrorSeparator = new(1972, "eventlog.error-separator",
        "The firmware closed a PCR with an error separator: its measurements failed.",
        "Look into the firmware's own log; boot again, and update the firmware if it stays.", "PC Client Platform Firmware Profile 1.06 section 10.4.1");

    public static readonly ReasonCode SeparatorMissing = new(1973, "eventlog.separator-missing",
        "A PCR from 0 to 7 has no separator: the log does not show where the firmware's part ends.",
        "Send the whole log; without separators later events cannot be told from the firmware's.", "PC Client Platform Firmware Profile 1.06 section 3.3.4");

    public static readonly ReasonCode SeparatorTwice = new(1974, "eventlog.separator-twice",
        "A PCR has more than one separator.",
        "A firmware defect, or events of a second boot in the log; judge what follows the first one with care.", "PC Client Platform Firmware Profile 1.06 section 3.3.4");

    public static readonly ReasonCode ExitMissing = new(1975, "eventlog.exit-boot-services-missing",
        "The log does not record that the loader left the firmware's boot services.",
        "Read the log after the boot; some firmware never writes the record.", "PC Client Platform Firmware Profile 1.06 section 10.4.4");

    public static readonly ReasonCode ExitTwice = new(1976, "eventlog.exit-boot-services-twice",
        "The log records more than once that the loader left the firmware's boot services.",
        "The first attempt failed, or the firmware logs it twice; neither changes what was loaded.", "PC Client Platform Firmware Profile 1.06 section 10.4.4");

    internal static readonly ReasonCode[] All =
    [
        Empty, TooLarge, Truncated, EventSize, SpecId, Banks, Digests, PcrIndex, Mismatch, EventDigest, ExtraEvents, SurplusEvent, Unlogged,
        BankMissing, BankUnsupported, Content, StartupLocality, ErrorSeparator, SeparatorMissing, SeparatorTwice, ExitMissing, ExitTwice,
    ];
}
