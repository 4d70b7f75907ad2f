using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;
using Spectre.Console;

namespace Attestation.Benchmarks;

/// <summary>
/// A boot event log of 150 events, parsed, replayed in three banks and read for its facts, against hashing its bytes once per bank; IMA lists are
/// <see cref="ImaBenchmark"/>.
/// </summary>
internal static class LogBenchmark
{
    private const int Events = 150;
    private static readonly PcrBank[] Banks = [PcrBank.Sha1, PcrBank.Sha256, PcrBank.Sha384];

    public static void Run()
    {
        Table table = new Table { Title = new TableTitle("Logs, one core"), Border = TableBorder.Ascii }
            .AddColumn("log").AddColumn("hashing alone").AddColumn("ours").AddColumn("ratio").AddColumn("asked").AddColumn("managed memory");
        EventLog(table);
        ImaBenchmark.Run(table);
        Report.Write(table);
    }

    private static void EventLog(Table table)
    {
        byte[] log = SampleEventLog();
        byte[] digest = new byte[64];
        Measurement hashing = Measurement.Of(() => Array.ForEach(Banks, bank => bank.Hash(log, digest)), perBatch: 50);
        Measurement ours = Measurement.Of(() => Judge(log), perBatch: 50);
        double ratio = ours.Microseconds / hashing.Microseconds;
        table.AddRow($"{Events} events, {log.Length} bytes, 3 banks, each event classified", $"{hashing.Microseconds:F0} us", $"{ours.Microseconds:F0} us", $"{ratio:F1} times", "below 20", $"{ours.AllocatedBytes / 1024} KiB garbage");
    }

    private static void Judge(byte[] bytes)
    {
        if (!BootEventLog.TryParse(bytes, out BootEventLog log, out _) || PcrReplay.All(log).Count != Banks.Length || MeasuredBoot.Of(log, PcrBank.Sha256).Unproven.Count > 0
            || BootComponents.Of(log, PcrBank.Sha256).Count != Events - 1)
            throw new InvalidOperationException("the log is refused: nothing worth measuring");
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

    internal static byte[] Field(byte[] value) => [.. U32((uint)value.Length), .. value];

    internal static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return four;
    }
}
