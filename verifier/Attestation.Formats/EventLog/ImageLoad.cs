using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// UEFI_IMAGE_LOAD_EVENT (PC Client Platform Firmware Profile 1.06, section 10.2.3); the event's digest is the image's PE hash, as Authenticode has it:
/// <code>u64 address | u64 length | u64 linked address | u64 n | n bytes device path</code>
/// </summary>
/// <param name="Length">Bytes of the image in memory.</param>
/// <param name="Path">Where it was loaded from, in words; empty for an image that came from memory.</param>
public sealed record ImageLoad(ulong Length, string Path)
{
    public static bool TryParse(ReadOnlyMemory<byte> data, out ImageLoad value, out ParseError error)
    {
        value = null!;
        error = new ParseError(EventLogReasons.Content, 0, "imageLoad");
        var reader = new LittleEndianReader(data.Span);
        if (!reader.TryReadUInt64(out _) || !reader.TryReadUInt64(out ulong length) || !reader.TryReadUInt64(out _)
            || !reader.TryReadUInt64(out ulong size) || !reader.TryRead(size, out ReadOnlySpan<byte> path))
            return false;
        value = new ImageLoad(length, DevicePath.Describe(path));
        error = default;
        return true;
    }
}
