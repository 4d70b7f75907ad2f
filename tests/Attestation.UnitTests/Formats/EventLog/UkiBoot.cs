using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>A boot of a unified kernel image, as systemd-stub and systemd log it (docs/TPM2_PCR_MEASUREMENTS.md there), and the PCRs that it gives.</summary>
internal static class UkiBoot
{
    internal const string CommandLine = "root=/dev/vda2 ro";

    internal static readonly string[] Phases = ["enter-initrd", "leave-initrd", "sysinit", "ready"];

    private static readonly SampleLog Sample = Sections().Event(12, EventType.Ipl, Utf16("debug"), Encoding.Unicode.GetBytes("debug"))
        .Event(12, EventType.Ipl, Utf16("Credentials initrd"), "a cpio archive"u8).Event(13, EventType.Ipl, Utf16("System extension initrd"), "another"u8);

    internal static BootEventLog Log => Sample.Log;

    internal static byte[] LogBytes => Sample.Bytes;

    private static SampleLog Sections()
    {
        var log = new SampleLog(PcrBank.Sha256);
        foreach ((string name, string content) in ((string, string)[])[(".linux", "kernel"), (".osrel", "ID=example"), (".cmdline", CommandLine), (".initrd", "ramdisk")])
            log.Event(11, EventType.Ipl, Utf16(name), Encoding.ASCII.GetBytes(name + '\0')).Event(11, EventType.Ipl, Utf16(name), Encoding.ASCII.GetBytes(content));
        return log;
    }

    /// <summary>systemd's log of the phases, then of the machine id.</summary>
    internal static byte[] SystemdBytes { get; } = [.. Phases.SelectMany(p => Record(11, p, "phase")), .. Record(15, "machine-id:" + new string('a', 32), "machine-id")];

    internal static SystemdMeasureLog Systemd
    {
        get
        {
            Assert.True(SystemdMeasureLog.TryParse(SystemdBytes, out SystemdMeasureLog log, out var error), error.ToString());
            return log;
        }
    }

    internal static byte[] Record(int pcr, string text, string type, string? measured = null)
    {
        byte[] data = Encoding.UTF8.GetBytes(measured ?? text);
        string digests = string.Join(",", ((PcrBank[])[PcrBank.Sha256, PcrBank.Sha384]).Select(b => $$"""{"hashAlg":"{{b.BankName()}}","digest":"{{Convert.ToHexStringLower(SampleLog.Digest(b, data))}}"}"""));
        return Framed($$$"""{"pcr":{{{pcr}}},"digests":[{{{digests}}}],"content_type":"systemd","content":{"string":"{{{text}}}","bootId":"{{{new string('b', 32)}}}","timestamp":1,"eventType":"{{{type}}}"}}""");
    }

    internal static byte[] Framed(string json) => [0x1E, .. Encoding.UTF8.GetBytes(json), (byte)'\n'];

    /// <summary>PCR 11, 12, 13 and 15 when this many phases had been measured.</summary>
    internal static PcrValueSet Pcrs(int phases)
    {
        PcrReplay firmware = PcrReplay.Of(Log, PcrBank.Sha256);
        var values = new PcrValueSet();
        foreach (int pcr in (int[])[11, 12, 13, 15])
            values.Set(PcrBank.Sha256, pcr, firmware.Value(pcr).ToArray());
        Extend(values, 11, Phases[..phases]);
        Extend(values, 15, ["machine-id:" + new string('a', 32)]);
        return values;
    }

    private static void Extend(PcrValueSet values, int pcr, string[] texts)
    {
        values.TryGet(PcrBank.Sha256, pcr, out ReadOnlyMemory<byte> value);
        byte[] running = value.ToArray();
        foreach (string text in texts)
            PcrBank.Sha256.Extend(running, SampleLog.Digest(PcrBank.Sha256, Encoding.UTF8.GetBytes(text)));
        values.Set(PcrBank.Sha256, pcr, running);
    }

    private static byte[] Utf16(string text) => Encoding.Unicode.GetBytes(text + '\0');
}
