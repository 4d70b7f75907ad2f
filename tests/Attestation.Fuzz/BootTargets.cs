using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.Fuzz;

/// <summary>Readers of what a boot's events mean: classes, boot entries, partition tables, firmware volumes, systemd's log.</summary>
internal static class BootTargets
{
    internal static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new("boot-components", [Log()], Components),
        new("systemd-log", [SystemdLog()], Systemd),
        new("load-option", [LoadOptionValue()], bytes => LoadOption.TryParse(bytes, out LoadOption option, out _) && option.Path.Length >= 0 ? bytes : null),
        new("partition-table", [Gpt()], bytes => PartitionTable.TryParse(bytes, out PartitionTable table, out _) && table.ToString().Length > 0 ? bytes : null),
        new("firmware-blob", [[1, .. new byte[15]], [3, .. "abc"u8, .. new byte[16]]], bytes => FirmwareBlob.TryParse(bytes, out FirmwareBlob blob, out _) && blob.ToString().Length > 0 ? bytes : null),
    ];

    private static byte[]? Components(byte[] bytes)
    {
        if (!BootEventLog.TryParse(bytes, out BootEventLog log, out _))
            return null;
        foreach (BootComponent component in BootComponents.Of(log).Concat(BootComponents.Of(log, PcrBank.Sha256)))
        {
            if (component.Name.Length == 0)
                throw new InvalidOperationException("a component without a name");
        }
        return bytes;
    }

    private static byte[]? Systemd(byte[] bytes)
    {
        if (!SystemdMeasureLog.TryParse(bytes, out SystemdMeasureLog log, out _))
            return null;
        foreach (PcrBank bank in (PcrBank[])[PcrBank.Sha1, PcrBank.Sha256])
        {
            SystemdEvents.Of(log, bank);
            log.Covered(bank, 11, new byte[bank.DigestSize()], new byte[bank.DigestSize()]);
        }
        return bytes;
    }

    private static byte[] Log()
    {
        byte[] header = [.. "Spec ID Event03\0"u8, 0, 0, 0, 0, 0, 2, 0, 2, 1, 0, 0, 0, 11, 0, 32, 0, 0];
        return
        [
            .. LogSeeds.U32(0), .. LogSeeds.U32(3), .. new byte[20], .. LogSeeds.U32((uint)header.Length), .. header,
            .. Event(0, 0x80000008, new byte[16]), .. Event(1, 0x80000002, Variable("Boot0001", LoadOptionValue())), .. Event(1, 0x80000002, Variable("BootOrder", [1, 0])),
            .. Event(5, 0x80000006, Gpt()), .. Event(7, 4, new byte[4]), .. Event(7, 0x800000E0, Variable("SbatLevel", "sbat,1\n"u8.ToArray())),
            .. Event(8, 13, "grub_cmd: initrd /a /b\0"u8.ToArray(), "initrd /a /b"u8.ToArray()), .. Event(9, 13, "/a\0"u8.ToArray()),
            .. Event(9, 6, [.. LogSeeds.U32(0x8F3B22EC), .. LogSeeds.U32(6), .. "initrd"u8]), .. Event(11, 13, Encoding.Unicode.GetBytes(".linux\0"), ".linux\0"u8.ToArray()),
            .. Event(11, 13, Encoding.Unicode.GetBytes(".linux\0")), .. Event(12, 13, Encoding.Unicode.GetBytes("ro quiet")),
        ];
    }

    private static byte[] Event(uint pcr, uint type, byte[] data, byte[]? measured = null) =>
        [.. LogSeeds.U32(pcr), .. LogSeeds.U32(type), .. LogSeeds.U32(1), 11, 0, .. SHA256.HashData(measured ?? data), .. LogSeeds.U32((uint)data.Length), .. data];

    private static byte[] Variable(string name, byte[] value) => [.. UefiVariable.Global.ToByteArray(), (byte)name.Length, .. new byte[7], (byte)value.Length, .. new byte[7], .. Encoding.Unicode.GetBytes(name), .. value];

    private static byte[] LoadOptionValue() => [1, 0, 0, 0, 24, 0, .. Encoding.Unicode.GetBytes("Disk\0"), 4, 4, 20, 0, .. Encoding.Unicode.GetBytes("\\a.efi\0\0"), 0x7F, 0xFF, 4, 0];

    private static byte[] Gpt() => [.. "EFI PART"u8, .. new byte[84], 1, .. new byte[7], .. new byte[56], .. Encoding.Unicode.GetBytes("root"), .. new byte[64]];

    private static byte[] SystemdLog()
    {
        string hex = Convert.ToHexStringLower(SHA256.HashData("ready"u8));
        string record = $$$"""{"pcr":11,"digests":[{"hashAlg":"sha256","digest":"{{{hex}}}"}],"content_type":"systemd","content":{"string":"ready","eventType":"phase"}}""";
        return [0x1E, .. Encoding.UTF8.GetBytes(record), 10, 0x1E, .. Encoding.UTF8.GetBytes(record), 10];
    }
}
