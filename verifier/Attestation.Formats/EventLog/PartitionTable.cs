using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>One partition.</summary>
/// <param name="Type">What it is for: <c>c12a7328-…</c> is the EFI system partition.</param>
/// <param name="Id">Its own GUID.</param>
/// <param name="Sectors">First and last sector.</param>
/// <param name="Name">As the partition table names it.</param>
public sealed record PartitionEntry(Guid Type, Guid Id, (ulong First, ulong Last) Sectors, string Name);

/// <summary>
/// UEFI_GPT_DATA, the data of EV_EFI_GPT_EVENT (PC Client Platform Firmware Profile 1.06, section 10.2.4; UEFI 2.10 section 5.3):
/// <code>92 bytes header "EFI PART" … GUID disk at 56 | u64 n | n x entry (GUID type | GUID id | u64 first | u64 last | u64 attributes | 72 bytes name)</code>
/// EV_EFI_GPT_EVENT2 has the same shape, with the GUIDs zeroed.
/// </summary>
/// <param name="Disk">The disk's GUID.</param>
/// <param name="Partitions">In the order of the table.</param>
public sealed record PartitionTable(Guid Disk, IReadOnlyList<PartitionEntry> Partitions)
{
    private const int HeaderSize = 92, DiskOffset = 56, EntrySize = 128;

    public static bool TryParse(ReadOnlyMemory<byte> data, out PartitionTable table, out ParseError error)
    {
        table = null!;
        error = new ParseError(EventLogReasons.Content, 0, "partitionTable");
        var reader = new LittleEndianReader(data.Span);
        if (!reader.TryRead(HeaderSize, out ReadOnlySpan<byte> header) || !header.StartsWith("EFI PART"u8) || !reader.TryReadUInt64(out ulong count)
            || count > (ulong)reader.Left / EntrySize || count * EntrySize != (ulong)reader.Left)
            return false;
        var partitions = new PartitionEntry[count];
        for (int i = 0; i < partitions.Length; i++)
        {
            reader.TryRead(EntrySize, out ReadOnlySpan<byte> entry);
            partitions[i] = Entry(entry);
        }
        table = new PartitionTable(new Guid(header.Slice(DiskOffset, 16)), partitions);
        error = default;
        return true;
    }

    /// <summary>For people: the disk, then each partition's name and id.</summary>
    public override string ToString() =>
        $"disk {Disk}" + string.Concat(Partitions.Select(p => $", {(p.Name.Length > 0 ? p.Name : "partition")} {p.Id}"));

    private static PartitionEntry Entry(ReadOnlySpan<byte> entry)
    {
        var reader = new LittleEndianReader(entry);
        reader.TryReadGuid(out Guid type);
        reader.TryReadGuid(out Guid id);
        reader.TryReadUInt64(out ulong first);
        reader.TryReadUInt64(out ulong last);
        reader.TrySkip(8);
        return new PartitionEntry(type, id, (first, last), Encoding.Unicode.GetString(reader.Rest).TrimEnd('\0'));
    }
}
