using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// UEFI_PLATFORM_FIRMWARE_BLOB and its second form (PC Client Platform Firmware Profile 1.06, section 10.2.5); the digest is over the memory:
/// <code>[u8 n | n bytes description] u64 base | u64 length</code>
/// </summary>
/// <param name="Description">Second form only.</param>
/// <param name="Base">Address in memory.</param>
/// <param name="Length">In bytes.</param>
public sealed record FirmwareBlob(string Description, ulong Base, ulong Length)
{
    public static bool TryParse(ReadOnlyMemory<byte> data, out FirmwareBlob blob, out ParseError error)
    {
        blob = null!;
        error = new ParseError(EventLogReasons.Content, 0, "firmwareBlob");
        var reader = new LittleEndianReader(data.Span);
        string description = "";
        if (data.Length != 16)
        {
            if (!reader.TryReadByte(out byte size) || !reader.TryRead(size, out ReadOnlySpan<byte> text))
                return false;
            description = LoaderText.Read(text);
        }
        if (!reader.TryReadUInt64(out ulong address) || !reader.TryReadUInt64(out ulong length) || reader.Left > 0)
            return false;
        blob = new FirmwareBlob(description, address, length);
        error = default;
        return true;
    }

    public override string ToString() => $"{(Description.Length > 0 ? Description : "firmware volume")}, {Length} bytes";
}
