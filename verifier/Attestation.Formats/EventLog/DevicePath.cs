using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>
/// Device paths (UEFI 2.10 section 10.3): nodes <c>u8 type | u8 subtype | u16 length | data</c> up to an end node. Rendered for people: file names and
/// partition identifiers as such, any other node by its numbers.
/// </summary>
public static class DevicePath
{
    /// <summary>The path in words; what cannot be read ends it with <c>…</c>.</summary>
    public static string Describe(ReadOnlySpan<byte> path)
    {
        var text = new StringBuilder();
        var reader = new LittleEndianReader(path);
        while (reader.TryReadByte(out byte type) && reader.TryReadByte(out byte subtype) && reader.TryReadUInt16(out ushort length))
        {
            if (type == 0x7F)
                return text.ToString();
            if (length < 4 || !reader.TryRead((ulong)length - 4, out ReadOnlySpan<byte> data))
                return text.Append('…').ToString();
            text.Append(text.Length > 0 ? "/" : "").Append(Node(type, subtype, data));
        }
        return text.ToString();
    }

    private static string Node(byte type, byte subtype, ReadOnlySpan<byte> data) => (type, subtype) switch
    {
        (4, 4) => Encoding.Unicode.GetString(data).TrimEnd('\0'),
        (4, 1) when data.Length == 38 && data[37] == 2 => $"GPT({new Guid(data.Slice(20, 16))})",
        (4, 6) when data.Length == 16 => $"FvFile({new Guid(data)})",
        (4, 7) when data.Length == 16 => $"Fv({new Guid(data)})",
        (1, 1) when data.Length == 2 => $"Pci({data[1]:x},{data[0]:x})",
        (2, 1) when data.Length == 8 => "PciRoot",
        _ => $"Path({type},{subtype})",
    };
}
