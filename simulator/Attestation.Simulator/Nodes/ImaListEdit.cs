using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Attestation.Formats.EventLog;
using Attestation.Formats.Ima;
using Attestation.Formats.Pcrs;
using Attestation.Simulator.Commands;

namespace Attestation.Simulator.Nodes;

/// <summary>Changes of an IMA list, as the kernel would have written it: another boot aggregate, one more executed file.</summary>
public static class ImaListEdit
{
    /// <summary>Makes the first entry the aggregate of the PCRs that a changed boot log replays to (sha256: PCR 0 to 9).</summary>
    public static byte[] ForBoot(byte[] list, byte[] eventLog)
    {
        int offset = 0;
        if (!ImaList.TryRead(list, ref offset, out ImaEntry first, out _) || !ImaFields.TryRead(first, out ImaFields fields, out _) || fields.Name != "boot_aggregate")
            return list;
        if (fields.Algorithm != "sha256" || !BootEventLog.TryParse(eventLog, out BootEventLog log, out _))
            throw new UsageException("the IMA list's boot aggregate is not in sha256");
        var replay = PcrReplay.Of(log, PcrBank.Sha256);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int pcr = 0; pcr < 10; pcr++)
            hash.AppendData(replay.Value(pcr));
        byte[] data = first.Data.ToArray();
        int at = data.AsSpan().IndexOf(fields.Digest.Span);
        hash.GetHashAndReset().CopyTo(data.AsSpan(at));
        return [.. Entry(first.Pcr, first.Template, data), .. list.AsSpan(offset)];
    }

    /// <summary>Appends what the kernel logs when a file is executed, in template ima-ng.</summary>
    public static byte[] Executed(byte[] list, string path, byte[] content)
    {
        byte[] digest = [.. "sha256:\0"u8, .. SHA256.HashData(content)];
        byte[] name = Encoding.UTF8.GetBytes(path + "\0");
        return [.. list, .. Entry(ImaRun.DefaultPcr, "ima-ng", [.. Field(digest), .. Field(name)])];
    }

    private static byte[] Entry(uint pcr, string template, byte[] data) =>
        [.. U32(pcr), .. SHA1.HashData(data), .. Field(Encoding.ASCII.GetBytes(template)), .. Field(data)];

    private static byte[] Field(byte[] value) => [.. U32((uint)value.Length), .. value];

    private static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return four;
    }
}
