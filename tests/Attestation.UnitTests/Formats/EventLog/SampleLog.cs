using System.Buffers.Binary;
using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.UnitTests.Formats.EventLog;

/// <summary>Writes small event logs, good and wrong.</summary>
internal sealed class SampleLog
{
    private readonly MemoryStream bytes = new();
    private readonly PcrBank[] banks;

    internal SampleLog(params PcrBank[] banks)
    {
        this.banks = banks;
        if (banks.Length > 0)
            Legacy(0, EventType.NoAction, new byte[20], Header(banks.Select(b => ((ushort)b, (ushort)b.DigestSize()))));
    }

    internal byte[] Bytes => bytes.ToArray();

    internal BootEventLog Log
    {
        get
        {
            Assert.True(BootEventLog.TryParse(Bytes, out BootEventLog log, out var error), error.ToString());
            return log;
        }
    }

    internal static byte[] Header(IEnumerable<(ushort Algorithm, ushort Size)> banks)
    {
        (ushort Algorithm, ushort Size)[] all = [.. banks];
        return [.. "Spec ID Event03\0"u8, 0, 0, 0, 0, 0, 2, 0, 2, .. U32((uint)all.Length), .. all.SelectMany(b => (byte[])[.. U16(b.Algorithm), .. U16(b.Size)]), 0];
    }

    /// <summary>An event whose digests are over its data.</summary>
    internal SampleLog Measured(int pcr, EventType type, ReadOnlySpan<byte> data) => Event(pcr, type, data, data);

    /// <summary>An event whose digests are over something else.</summary>
    internal SampleLog Event(int pcr, EventType type, ReadOnlySpan<byte> data, ReadOnlySpan<byte> measured)
    {
        if (banks.Length == 0)
            return Legacy((uint)pcr, type, Digest(PcrBank.Sha1, measured), data);
        Raw([.. U32((uint)pcr), .. U32((uint)type), .. U32((uint)banks.Length)]);
        foreach (PcrBank bank in banks)
            Raw([.. U16((ushort)bank), .. bank.CanHash() ? Digest(bank, measured) : new byte[bank.DigestSize()]]);
        return Raw([.. U32((uint)data.Length), .. data]);
    }

    internal SampleLog Legacy(uint pcr, EventType type, ReadOnlySpan<byte> digest, ReadOnlySpan<byte> data) =>
        Raw([.. U32(pcr), .. U32((uint)type), .. digest, .. U32((uint)data.Length), .. data]);

    internal SampleLog Raw(ReadOnlySpan<byte> more)
    {
        bytes.Write(more);
        return this;
    }

    internal static byte[] Digest(PcrBank bank, ReadOnlySpan<byte> data)
    {
        byte[] digest = new byte[bank.DigestSize()];
        bank.Hash(data, digest);
        return digest;
    }

    internal static byte[] U32(uint value)
    {
        byte[] four = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(four, value);
        return four;
    }

    internal static byte[] U16(ushort value) => [(byte)value, (byte)(value >> 8)];
}
