using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// EFI_LOAD_OPTION (UEFI 2.10 section 3.1.3), the value of Boot####, Driver#### and SysPrep####:
/// <code>u32 attributes | u16 bytes of paths | description UTF-16LE with NUL | device paths | optional data</code>
/// </summary>
/// <param name="IsActive">Bit 0 of the attributes: the boot manager tries it.</param>
/// <param name="Description">What menus show.</param>
/// <param name="Path">The device path, in words.</param>
/// <param name="OptionalData">Handed to the image: its command line, for some.</param>
public sealed record LoadOption(bool IsActive, string Description, string Path, ReadOnlyMemory<byte> OptionalData)
{
    public static bool TryParse(ReadOnlyMemory<byte> value, out LoadOption option, out ParseError error)
    {
        option = null!;
        error = new ParseError(EventLogReasons.Content, 0, "loadOption");
        var reader = new LittleEndianReader(value.Span);
        if (!reader.TryReadUInt32(out uint attributes) || !reader.TryReadUInt16(out ushort paths) || !TryReadDescription(ref reader, out string description)
            || !reader.TryRead(paths, out ReadOnlySpan<byte> path))
            return false;
        option = new LoadOption((attributes & 1) != 0, description, DevicePath.Describe(path), value[reader.Position..]);
        error = default;
        return true;
    }

    private static bool TryReadDescription(ref LittleEndianReader reader, out string description)
    {
        int start = reader.Position;
        ReadOnlySpan<byte> text = reader.Rest;
        description = "";
        while (reader.TryReadUInt16(out ushort character))
        {
            if (character != 0)
                continue;
            description = Encoding.Unicode.GetString(text[..(reader.Position - start - 2)]);
            return true;
        }
        return false;
    }
}
