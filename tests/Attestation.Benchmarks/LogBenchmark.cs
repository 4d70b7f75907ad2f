using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// A boot event log of 150 events, parsed, replayed in three banks and read for its facts, against hashing its bytes once per bank; an IMA list of
/// 100,000 entries, searched for the quoted prefix, against the bare hashing of its template data (the list's SHA-1, the bank's hash, one extension).
/// </summary>
internal static class LogBenchmark
{
    private const int Events = 150;
    private const int Entries = 100_000;
    private static readonly PcrBank[] Banks = [PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384];

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle("Logs, one core"), Border = TableBorder.Ascii }
            .AddColumn("log").AddColumn("hashing alone").AddColumn("ours").AddColumn("ratio").AddColumn("asked").AddColumn("managed memory");
        EventLog(table);
        Ima(table);
        Report.Write(table);
    }

    private static void EventLog(Table table)
    {
        byte[] log = SampleEventLog();
        byte[] digest = new byte[64];
        Measurement hashing = Measurement.Of(() => Array.ForEach(Banks, bank => bank.Hash(log, digest)), perBatch: 50);
        Measurement ours = Measurement.Of(() => Judge(log), perBatch: 50);
        double ratio = ours.Microseconds / hashing.Microseconds;
        table.AddRow($"{Events} events, {log.Length} bytes, 3 banks", $"{hashing.Microseconds:F0} us", $"{ours.Microseconds:F0} us", $"{ratio:F1} times", "below 20", $"{ours.AllocatedBytes / 1024} KiB garbage");
    }

    private static void Judge(byte[] bytes)
    {
        if (!BootEventLog.TryParse(bytes, out BootEventLog log, out _) || PcrReplay.All(log).Count != Banks.Length || MeasuredBoot.Of(log, PcrBank.Sha256).Unproven.Count > 0)
            throw new InvalidOperationException("the log is refused: nothing worth measuring");
    }

    private static void Ima(Table table)
    {
        byte[] list = SampleList();
        Measurement hashing = Measurement.Of(() => HashOnly(list), perBatch: 1);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = before;
        Measurement ours = Measurement.Of(() =>
        {
            Search(list);
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
        }, perBatch: 1);
        double ratio = hashing.Microseconds / ours.Microseconds;
        table.AddRow($"IMA, {Entries} entries, sha256", $"{hashing.Microseconds / 1000:F0} ms", $"{ours.Microseconds / 1000:F0} ms", $"{ratio:F2} of the rate", "at least 0.5", $"{(most - before) >> 20} MiB beside the list");
    }

    private static void Search(byte[] list)
    {
        var search = new ImaPrefixSearch(new ImaRun(PcrBank.Sha256), new byte[31]);
        for (int at = 0; at < list.Length; at += 1 << 16)
            search.Feed(list.AsMemory(at, Math.Min(1 << 16, list.Length - at)));
        if (search.Finish().Last.Count != Entries)
            throw new InvalidOperationException("the list was not read to its end");
    }

    /// <summary>What no reader of this list can do without.</summary>
    private static void HashOnly(byte[] list)
    {
        Span<byte> digest = stackalloc byte[32];
        Span<byte> value = stackalloc byte[32];
        for (int at = 0; at < list.Length;)
        {
            int size = BinaryPrimitives.ReadInt32LittleEndian(list.AsSpan(at + 34));
            ReadOnlySpan<byte> data = list.AsSpan(at + 38, size);
            SHA1.HashData(data, digest);
            SHA256.HashData(data, digest);
            PcrBank.Sha256.Extend(value, digest);
            at += 38 + size;
        }
    }

    private static byte[] SampleList()
    {
        using var list = new MemoryStream();
        for (int i = 0; i < Entries; i++)
        {
            string name = i == 0 ? "boot_aggregate" : $"/usr/lib/x86_64-linux-gnu/library-{i}.so.6";
            byte[] data = [.. Field([.. "sha256:\0"u8, .. SHA256.HashData(BitConverter.GetBytes(i))]), .. Field(Encoding.ASCII.GetBytes(name + "\0"))];
            list.Write([.. U32(10), .. SHA1.HashData(data), .. U32(6), .. "ima-ng"u8, .. U32((uint)data.Length), .. data]);
        }
        return list.ToArray();
    }

    private static byte[] SampleEventLog()
    {
        using var log = new MemoryStream();
        byte[] header = [.. "Spec ID Event03\0"u8, 0, 0, 0, 0, 0, 2, 0, 2, .. U32(3), 4, 0, 20, 0, 11, 0, 32, 0, 12, 0, 48, 0, 0];
        log.Write([.. U32(0), .. U32(3), .. new byte[20], .. U32((uint)header.Length), .. header]);
        for (int i = 1; i < Events; i++)
        {
            byte[] text = Encoding.ASCII.GetBytes($"grub_cmd: menuentry number {i} --class os --id entry-{i}\0");
            byte[] measured = text[10..^1];
            log.Write([.. U32(8), .. U32(13), .. U32(3), 4, 0, .. SHA1.HashData(measured), 11, 0, .. SHA256.HashData(measured), 12, 0, .. SHA384.HashData(measured)]);
            log.Write([.. U32((uint)text.Length), .. text]);
        }
        return log.ToArray();
    }

    private static byte[] Field(byte[] value) => [.. U32((uint)value.Length), .. value];

    private static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return four;
    }
}
