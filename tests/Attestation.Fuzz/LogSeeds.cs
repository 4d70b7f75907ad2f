using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;

namespace Attestation.Fuzz;

/// <summary>Small logs to damage, and readers that go through every record to its last field.</summary>
internal static class LogSeeds
{
    internal static IReadOnlyList<byte[]> EventLogs { get; } = [AgileLog(), .. OldLog()];

    internal static IReadOnlyList<byte[]> ImaLists { get; } = [ImaList("ima-ng"), ImaList("ima-sig", 0), ImaList("ima-buf", 5)];

    internal static byte[]? ReadEventLog(byte[] bytes)
    {
        if (!BootEventLog.TryParse(bytes, out BootEventLog log, out _))
            return null;
        foreach (BootEvent boot in log)
            EventText.Of(boot);
        foreach (PcrReplay replay in PcrReplay.All(log))
            MeasuredBoot.Of(log, replay.Bank).Entries("db");
        return bytes;
    }

    internal static byte[]? ReadImaList(byte[] bytes)
    {
        if (bytes.Length == 0)
            return null;
        var run = new ImaRun(PcrBank.Sha256);
        for (int offset = 0; offset < bytes.Length;)
        {
            if (!Formats.Ima.ImaList.TryRead(bytes, ref offset, out ImaEntry entry, out _) || !ImaFields.TryRead(entry, out _, out _))
                return null;
            run.Add(entry);
        }
        return bytes;
    }

    private static byte[] AgileLog()
    {
        byte[] header = [.. "Spec ID Event03\0"u8, 0, 0, 0, 0, 0, 2, 0, 2, 2, 0, 0, 0, 4, 0, 20, 0, 11, 0, 32, 0, 0];
        byte[] variable = Variable("SecureBoot", [1]);
        byte[] load = [.. new byte[24], 24, 0, 0, 0, 0, 0, 0, 0, 4, 4, 20, 0, .. Encoding.Unicode.GetBytes("\\a.efi\0\0"), 0x7F, 0xFF, 4, 0];
        return
        [
            .. U32(0), .. U32(3), .. new byte[20], .. U32((uint)header.Length), .. header,
            .. Event(0, 3, [.. "StartupLocality\0"u8, 3]), .. Event(7, 0x80000001, variable), .. Event(7, 4, [0, 0, 0, 0]),
            .. Event(4, 0x80000003, load), .. Event(8, 13, "grub_cmd: linux /vmlinuz\0"u8.ToArray()),
        ];
    }

    private static IEnumerable<byte[]> OldLog()
    {
        byte[] data = Variable("db", [.. SignatureDatabase.Sha256.ToByteArray(), .. U32(28 + 48), .. U32(0), .. U32(48), .. new byte[48]]);
        yield return [.. U32(7), .. U32(0x80000001), .. SHA1.HashData(data), .. U32((uint)data.Length), .. data];
    }

    private static byte[] Event(uint pcr, uint type, byte[] data) =>
        [.. U32(pcr), .. U32(type), .. U32(2), 4, 0, .. SHA1.HashData(data), 11, 0, .. SHA256.HashData(data), .. U32((uint)data.Length), .. data];

    private static byte[] Variable(string name, byte[] value) =>
        [.. UefiVariable.Global.ToByteArray(), .. U32((uint)name.Length), .. U32(0), .. U32((uint)value.Length), .. U32(0), .. Encoding.Unicode.GetBytes(name), .. value];

    private static byte[] ImaList(string template, params byte[] third)
    {
        byte[] data = [.. Field([.. "sha256:\0"u8, .. new byte[32]]), .. Field("/init\0"u8.ToArray()), .. template == "ima-ng" ? [] : Field(third)];
        return [.. U32(10), .. SHA1.HashData(data), .. U32((uint)template.Length), .. Encoding.ASCII.GetBytes(template), .. U32((uint)data.Length), .. data];
    }

    internal static byte[] Field(byte[] value) => [.. U32((uint)value.Length), .. value];

    internal static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return four;
    }
}
