using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Appraisal.Nodes.Ima;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Spectre.Console;
using static Attestation.Benchmarks.LogBenchmark;

namespace Attestation.Benchmarks;

/// <summary>
/// An IMA list of 100,000 entries, searched for the quoted prefix, and judged entry by entry against 100,000 reference values, each against the bare
/// hashing of its template data (the list's SHA-1, the bank's hash, one extension).
/// </summary>
internal static class ImaBenchmark
{
    private const int Entries = 100_000;

    internal static void Run(Table table)
    {
        byte[] list = SampleList();
        Measurement hashing = Measurement.Of(() => HashOnly(list), perBatch: 1);
        Row(table, "searched", hashing, () => Search(list));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        ImaReferences references = References();
        long size = GC.GetTotalMemory(forceFullCollection: true) - before;
        ImaEvidence evidence = Evidence(list, references);
        Row(table, $"judged by {references.Count} values ({size >> 20} MiB)", hashing, () => Judge(evidence));
    }

    private static void Row(Table table, string what, Measurement hashing, Action work)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long most = before;
        Measurement ours = Measurement.Of(() =>
        {
            work();
            most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: false));
        }, perBatch: 1);
        double ratio = hashing.Microseconds / ours.Microseconds;
        table.AddRow($"IMA, {Entries} entries, sha256, {what}", $"{hashing.Microseconds / 1000:F0} ms", $"{ours.Microseconds / 1000:F0} ms", $"{ratio:F2} of the rate", "at least 0.5", $"{(most - before) / 1048576.0:F1} MiB beside the list");
    }

    private static void Search(byte[] list)
    {
        var search = new ImaPrefixSearch(new ImaRun(PcrBank.Sha256), new byte[31]);
        for (int at = 0; at < list.Length; at += 1 << 16)
            search.Feed(list.AsMemory(at, Math.Min(1 << 16, list.Length - at)));
        if (search.Finish().Last.Count != Entries)
            throw new InvalidOperationException("the list was not read to its end");
    }

    private static void Judge(ImaEvidence evidence)
    {
        ImaVerdict verdict = ImaAppraisal.Judge(evidence);
        if (!verdict.IsAccepted || verdict.ByDigest != Entries - 1)
            throw new InvalidOperationException("the list is refused: nothing worth measuring");
    }

    private static ImaEvidence Evidence(byte[] list, ImaReferences references)
    {
        var run = new ImaRun(PcrBank.Sha256);
        for (int offset = 0; ImaList.TryRead(list, ref offset, out ImaEntry entry, out _);)
            run.Add(entry);
        var pcrs = new PcrValueSet();
        for (int pcr = 0; pcr < 10; pcr++)
            pcrs.Set(PcrBank.Sha256, pcr, new byte[32]);
        pcrs.Set(PcrBank.Sha256, 10, run.Value.ToArray());
        return new ImaEvidence { List = list, Pcrs = pcrs, References = references, Now = DateTimeOffset.UnixEpoch };
    }

    private static ImaReferences References()
    {
        var builder = new ImaReferencesBuilder();
        var source = new ImaSource("release", "Example");
        for (int i = 1; i < Entries; i++)
            builder.Add(Name(i), ImaHash.Sha256, Digest(i), source);
        return builder.Build();
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
            byte[] data = [.. Field([.. "sha256:\0"u8, .. Digest(i)]), .. Field(Encoding.ASCII.GetBytes(Name(i) + "\0"))];
            list.Write([.. U32(10), .. SHA1.HashData(data), .. U32(6), .. "ima-ng"u8, .. U32((uint)data.Length), .. data]);
        }
        return list.ToArray();
    }

    private static string Name(int i) => i == 0 ? "boot_aggregate" : $"/usr/lib/x86_64-linux-gnu/library-{i}.so.6";

    private static byte[] Digest(int i) => SHA256.HashData(i == 0 ? new byte[320] : BitConverter.GetBytes(i));
}
