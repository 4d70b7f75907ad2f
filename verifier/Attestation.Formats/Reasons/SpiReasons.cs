namespace Attestation.Formats.Reasons;

/// <summary>Reasons for which the agent cannot use a TPM on an SPI bus, events 2160-2179. Clauses: TCG PC Client Platform TPM Profile (PTP) 1.05.</summary>
public static class SpiReasons
{
    public static readonly ReasonCode Device = new(2160, "tpm.spi.device",
        "The SPI device cannot be opened.",
        "Switch SPI on (Raspberry Pi: dtparam=spi=on), look for /dev/spidev*, and run the agent as root or in the device's group. A kernel driver that owns the TPM hides it: use /dev/tpmrm0 then.", "docs/boards.md, SPI TPM");

    public static readonly ReasonCode Bus = new(2161, "tpm.spi.bus",
        "The operating system refused a transfer or a setting of the SPI bus.",
        "Try a lower speed= (1000000 works on every controller), and look at the kernel's log for the controller's own complaint.", "docs/boards.md, SPI TPM");

    public static readonly ReasonCode ResetLine = new(2162, "tpm.spi.reset-line",
        "The TPM's reset line cannot be driven.",
        "Compare reset= with gpioinfo: the line exists and no other program holds it; the agent must be allowed to open the chip.", "docs/boards.md, SPI TPM");

    public static readonly ReasonCode Absent = new(2163, "tpm.spi.absent",
        "No TPM answers on this SPI bus.",
        "Compare the device's chip select with the board (LetsTrust and Iridium use CE1: /dev/spidev0.1), and look at power, MISO and the plug's position.", "PTP 7.4.5");

    public static readonly ReasonCode WaitStates = new(2164, "tpm.spi.wait-states",
        "The TPM inserts wait states without end.",
        "It hangs, has no power, or MISO is open or shorted. Reset it (reset=), and keep other programs off this bus: a transaction needs its chip select undisturbed.", "PTP 7.4.5");

    public static readonly ReasonCode NotStarted = new(2165, "tpm.spi.not-started",
        "The TPM's registers do not become valid.",
        "It is held in reset or failed its start: look at RST# and power, pulse RST# (reset=), and see whether it stays so after a power cut.", "PTP 6.5.2.4, tpmRegValidSts");

    public static readonly ReasonCode Family = new(2166, "tpm.spi.family",
        "This is no TPM 2.0.",
        "A TPM 1.2 cannot serve: update its firmware where the maker offers 2.0, or exchange it.", "PTP 6.5.2.5, tpmFamily");

    public static readonly ReasonCode Locality = new(2167, "tpm.spi.locality",
        "The TPM does not grant the locality.",
        "Firmware or another program holds one: end what else speaks to this TPM, or use locality=0.", "PTP 6.5.2.4, requestUse");

    public static readonly ReasonCode LocalityLost = new(2168, "tpm.spi.locality-lost",
        "Another locality took the TPM over in the middle of a command.",
        "Find the other program or the firmware that uses this TPM; two cannot share it without the kernel's driver.", "PTP 6.5.2.4, beenSeized");

    public static readonly ReasonCode NotReady = new(2169, "tpm.spi.not-ready",
        "The TPM does not become ready for a command.",
        "It is in its self-test or hangs: try again, then pulse RST# (reset=); if it stays so, the part is faulty.", "PTP 6.5.2.5, commandReady");

    public static readonly ReasonCode Status = new(2170, "tpm.spi.status",
        "The TPM's status does not become valid.",
        "Lower speed= and shorten the wires; if it stays so, the part hangs: pulse RST#.", "PTP 6.5.2.5, stsValid");

    public static readonly ReasonCode BurstCount = new(2171, "tpm.spi.burst-count",
        "The TPM takes and gives no more bytes: its burst count stays 0.",
        "It hangs in the middle of a command: try again, then pulse RST# (reset=).", "PTP 6.5.2.5, burstCount");

    public static readonly ReasonCode CommandCutShort = new(2172, "tpm.spi.command-cut-short",
        "The TPM took the command for whole before all of it was sent.",
        "Bytes are added or changed on the way: lower speed=, and look at ground and clock lines and at other users of this bus.", "PTP 6.5.2.5, Expect");

    public static readonly ReasonCode CommandIncomplete = new(2173, "tpm.spi.command-incomplete",
        "The TPM waits for more bytes after the whole command was sent.",
        "Bytes are lost or changed on the way: lower speed=, and look at ground and clock lines and at other users of this bus.", "PTP 6.5.2.5, Expect");

    public static readonly ReasonCode Execution = new(2174, "tpm.spi.execution",
        "The TPM does not end the command.",
        "It hangs: pulse RST# (reset=) or cut its power; if the same command hangs again, look for the maker's firmware update.", "PTP 6.5.2.5, dataAvail");

    public static readonly ReasonCode Response = new(2175, "tpm.spi.response",
        "The TPM's response cannot be read whole, also not when asked for again.",
        "Bytes are lost or changed on the way: lower speed=, and look at MISO and at other users of this bus.", "PTP 6.5.2.5, responseRetry");

    public static readonly ReasonCode NotCancelled = new(2176, "tpm.spi.not-cancelled",
        "A command that was cancelled does not end.",
        "Wait and try again: some commands cannot be cancelled. If it stays so, pulse RST# (reset=).", "PTP 6.5.2.5, commandCancel");

    internal static readonly ReasonCode[] All =
    [
        Device, Bus, ResetLine, Absent, WaitStates, NotStarted, Family, Locality, LocalityLost, NotReady, Status, BurstCount, CommandCutShort, CommandIncomplete,
        Execution, Response, NotCancelled,
    ];
}
