using System.Buffers.Binary;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Attestation.Simulator.Commands;

namespace Attestation.Simulator.Nodes;

/// <summary>
/// Another boot, made from a recorded one: events get other data and the digests that belong to it, as the firmware, grub and the kernel would have
/// measured. The log stays well-formed, so only a comparison with reference values can tell.
/// </summary>
public static class BootLogEdit
{
    private const string KernelPrefix = "kernel_cmdline: ", LinuxPrefix = "grub_cmd: linux ", InitrdPrefix = "grub_cmd: initrd ";

    /// <summary>The kernel's arguments behind its path: what grub measures as its command and as the kernel's command line (PCR 8).</summary>
    public static byte[] CommandLine(byte[] log, string arguments) => Rewrite(log, (in BootEvent boot) => TextOf(boot) switch
    {
        { } text when text.StartsWith(KernelPrefix, StringComparison.Ordinal) => Measured(KernelPrefix, PathOf(text[KernelPrefix.Length..]) + " " + arguments),
        { } text when text.StartsWith(LinuxPrefix, StringComparison.Ordinal) => Measured("grub_cmd: ", "linux " + PathOf(text[LinuxPrefix.Length..]) + " " + arguments),
        _ => null,
    }, "the log has no command line of a kernel");

    /// <summary>Another initial ramdisk: the content that grub read (PCR 9).</summary>
    public static byte[] Initrd(byte[] log, byte[] content) => GrubFile(log, InitrdPrefix, content);

    /// <summary>Another kernel: the content that grub read (PCR 9). What shim measured of the image (PCR 4) stays, as after a change behind it.</summary>
    public static byte[] Kernel(byte[] log, byte[] content) => GrubFile(log, LinuxPrefix, content);

    /// <summary>Secure Boot switched off, as the variable is measured (PCR 7).</summary>
    public static byte[] SecureBootOff(byte[] log) => Rewrite(log, (in BootEvent boot) =>
    {
        if (boot.Type != EventType.EfiVariableDriverConfig || !UefiVariable.TryParse(boot.Data, out UefiVariable variable, out _) || variable.Name != "SecureBoot")
            return null;
        byte[] data = boot.Data.ToArray();
        data[^1] = 0;
        return (data, data);
    }, "the log does not measure SecureBoot");

    private delegate (byte[] Data, byte[] Measured)? Change(in BootEvent boot);

    private static byte[] GrubFile(byte[] log, string command, byte[] content)
    {
        string? path = null;
        if (BootEventLog.TryParse(log, out BootEventLog parsed, out _))
        {
            foreach (BootEvent boot in parsed)
            {
                if (TextOf(boot) is { } text && text.StartsWith(command, StringComparison.Ordinal))
                    path = PathOf(text[command.Length..]);
            }
        }
        return Rewrite(log, (in BootEvent boot) => boot.Pcr == 9 && TextOf(boot) == path ? (boot.Data.ToArray(), content) : null, "the log has no such file of grub's");
    }

    private static byte[] Rewrite(byte[] log, Change change, string nothing)
    {
        if (!BootEventLog.TryParse(log, out BootEventLog parsed, out var error))
            throw new UsageException($"the event log: {error}");
        using var written = new MemoryStream(log.Length);
        int changed = 0, end = 0;
        int[] offsets = Offsets(parsed);
        foreach (BootEvent boot in parsed)
        {
            end = boot.Index + 1 < offsets.Length ? offsets[boot.Index + 1] : parsed.Length;
            if (boot.Extends && change(boot) is { } made)
            {
                Write(written, boot, parsed, made.Data, made.Measured);
                changed++;
            }
            else
                written.Write(log, boot.Offset, end - boot.Offset);
        }
        return changed > 0 ? written.ToArray() : throw new UsageException(nothing);
    }

    private static int[] Offsets(BootEventLog log)
    {
        var offsets = new List<int>();
        foreach (BootEvent boot in log)
            offsets.Add(boot.Offset);
        return [.. offsets];
    }

    /// <summary>TCG_PCR_EVENT2.</summary>
    private static void Write(Stream log, in BootEvent boot, BootEventLog shape, byte[] data, byte[] measured)
    {
        if (shape.Form != EventLogForm.CryptoAgile)
            throw new UsageException("only crypto-agile logs can be changed");
        Put32(log, boot.RawPcr);
        Put32(log, (uint)boot.Type);
        Put32(log, (uint)shape.Banks.Count);
        byte[] digest = new byte[64];
        foreach (LogBank bank in shape.Banks)
        {
            log.WriteByte((byte)((ushort)bank.Bank & 0xFF));
            log.WriteByte((byte)((ushort)bank.Bank >> 8));
            bank.Bank.Hash(measured, digest);
            log.Write(digest, 0, bank.DigestSize);
        }
        Put32(log, (uint)data.Length);
        log.Write(data);
    }

    private static void Put32(Stream log, uint value)
    {
        Span<byte> four = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        log.Write(four);
    }

    /// <summary>grub logs a prefix, what it measured, and a zero.</summary>
    private static (byte[] Data, byte[] Measured) Measured(string prefix, string text) =>
        (Encoding.UTF8.GetBytes(text.StartsWith(prefix, StringComparison.Ordinal) ? text + "\0" : prefix + text + "\0"), Encoding.UTF8.GetBytes(text));

    private static string? TextOf(in BootEvent boot) => boot.Type == EventType.Ipl ? Encoding.UTF8.GetString(boot.Data.Span).TrimEnd('\0') : null;

    private static string PathOf(string text) => text.Split(' ', 2)[0];
}
