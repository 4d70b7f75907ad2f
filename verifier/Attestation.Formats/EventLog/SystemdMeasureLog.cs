using System.Text.Json;
using Attestation.Formats.Pcrs;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// systemd's log of measurements from user space, /run/log/systemd/tpm2-measure.log (systemd, docs/TPM2_PCR_MEASUREMENTS.md; close to TCG CEL-JSON): a JSON text
/// sequence (RFC 7464), each record <c>0x1E</c>, one object, line feed:
/// <code>{"pcr":11,"digests":[{"hashAlg":"sha256","digest":"HEX"}, …],"content_type":"systemd","content":{"string":"enter-initrd","bootId":"…","timestamp":…,"eventType":"phase"}}</code>
/// Members that are not named here are passed over: systemd adds some from version to version.
/// </summary>
public sealed class SystemdMeasureLog
{
    /// <summary>Largest log, and largest record, in bytes.</summary>
    public const int MaxSize = 4 << 20, MaxRecord = 64 << 10;

    private const byte Separator = 0x1E;

    private SystemdMeasureLog(IReadOnlyList<SystemdRecord> records) => Records = records;

    /// <summary>In the order of the log.</summary>
    public IReadOnlyList<SystemdRecord> Records { get; }

    /// <summary>Reads the whole log; one record that cannot be read refuses it.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="log">The records.</param>
    /// <param name="error">What is wrong, with the byte at which the record begins and its number.</param>
    public static bool TryParse(ReadOnlyMemory<byte> bytes, out SystemdMeasureLog log, out ParseError error)
    {
        var records = new List<SystemdRecord>();
        log = new SystemdMeasureLog(records);
        error = new ParseError(BootReasons.SystemdLogSize, 0, "");
        if (bytes.Length > MaxSize)
            return false;
        error = error with { Code = BootReasons.SystemdLogSyntax };
        if (bytes.IsEmpty)
            return false;
        for (int offset = 0; offset < bytes.Length;)
        {
            ReadOnlySpan<byte> rest = bytes.Span[offset..];
            int end = rest[0] == Separator ? rest[1..].IndexOf(Separator) : -2;
            int size = end < 0 ? rest.Length : end + 1;
            error = new ParseError(size > MaxRecord ? BootReasons.SystemdLogSize : BootReasons.SystemdLogSyntax, offset, $"record[{records.Count}]");
            if (end == -2 || size > MaxRecord || rest[size - 1] != (byte)'\n' || !TryReadRecord(bytes.Slice(offset + 1, size - 1), records, ref error))
                return false;
            offset += size;
        }
        error = default;
        return true;
    }

    private static bool TryReadRecord(ReadOnlyMemory<byte> json, List<SystemdRecord> records, ref ParseError error)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 8, AllowDuplicateProperties = false });
            error = error with { Code = BootReasons.SystemdLogRecord };
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !TryReadPcr(root, out int pcr) || !TryReadDigests(root, out Dictionary<PcrBank, ReadOnlyMemory<byte>> digests))
                return false;
            bool described = root.TryGetProperty("content", out JsonElement content) && content.ValueKind == JsonValueKind.Object;
            records.Add(new SystemdRecord(records.Count, pcr, digests)
            {
                Text = described ? Text(content, "string") : null,
                EventType = described ? Text(content, "eventType") : null,
                BootId = described ? Text(content, "bootId") : null,
            });
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (InvalidOperationException)
        {
            return false; // text that is not UTF-8, or half of a surrogate pair: JsonDocument looks inside only when it is read
        }
    }

    /// <summary>A PCR, or an NV index that systemd uses as one.</summary>
    private static bool TryReadPcr(JsonElement root, out int pcr)
    {
        pcr = -1;
        if (root.TryGetProperty("pcr", out JsonElement number))
            return number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out pcr) && pcr is >= 0 and < PcrBanks.PcrCount;
        return root.TryGetProperty("nv_index", out JsonElement index) && index.ValueKind == JsonValueKind.Number;
    }

    /// <summary>At least one; algorithms that are not known here are passed over, known ones stand once and have their size.</summary>
    private static bool TryReadDigests(JsonElement root, out Dictionary<PcrBank, ReadOnlyMemory<byte>> digests)
    {
        digests = [];
        if (!root.TryGetProperty("digests", out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > 16)
            return false;
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Object || Text(item, "hashAlg") is not { } name || Text(item, "digest") is not { } hex)
                return false;
            if (PcrBanks.HashNamed(name.ToLowerInvariant()) is not { } bank)
                continue;
            byte[] digest = new byte[bank.DigestSize()];
            if (hex.Length != 2 * digest.Length || Convert.FromHexString(hex, digest, out _, out _) != System.Buffers.OperationStatus.Done || !digests.TryAdd(bank, digest))
                return false;
        }
        return true;
    }

    private static string? Text(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// How many records of a PCR a quoted value covers: systemd measures while the machine runs, so that the log may be longer than what was quoted.
    /// </summary>
    /// <param name="bank">A bank that can be computed.</param>
    /// <param name="pcr">The PCR.</param>
    /// <param name="start">Its value behind the firmware's log.</param>
    /// <param name="quoted">Its quoted value.</param>
    /// <returns>Null where no number of records gives the value.</returns>
    public int? Covered(PcrBank bank, int pcr, ReadOnlySpan<byte> start, ReadOnlySpan<byte> quoted)
    {
        Span<byte> running = stackalloc byte[PcrBanks.MaxDigestSize];
        start.CopyTo(running);
        running = running[..start.Length];
        int count = 0;
        if (running.SequenceEqual(quoted))
            return count;
        foreach (SystemdRecord record in Records)
        {
            if (record.Pcr != pcr || !record.TryGetDigest(bank, out ReadOnlyMemory<byte> digest))
                continue;
            bank.Extend(running, digest.Span);
            count++;
            if (running.SequenceEqual(quoted))
                return count;
        }
        return null;
    }

    /// <summary>Has the log records of a PCR?</summary>
    public bool Extends(int pcr) => Records.Any(r => r.Pcr == pcr);
}
