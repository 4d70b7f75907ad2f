using System.Text;
using Attestation.Formats.Reasons;

namespace Attestation.Formats.EventLog;

/// <summary>
/// UEFI_VARIABLE_DATA (PC Client Platform Firmware Profile 1.06, section 10.2.6):
/// <code>GUID vendor | u64 characters in name | u64 bytes of value | name UTF-16LE | value</code>
/// </summary>
/// <param name="Vendor">The variable's namespace.</param>
/// <param name="Name">Its name, without a final NUL.</param>
/// <param name="Value">Its content.</param>
public sealed record UefiVariable(Guid Vendor, string Name, ReadOnlyMemory<byte> Value)
{
    /// <summary>EFI_GLOBAL_VARIABLE (UEFI 2.10 section 3.3).</summary>
    public static readonly Guid Global = new("8be4df61-93ca-11d2-aa0d-00e098032b8c");

    /// <summary>EFI_IMAGE_SECURITY_DATABASE: db, dbx (UEFI 2.10 section 32.4.1).</summary>
    public static readonly Guid SecurityDatabase = new("d719b2cb-3d3a-4596-a3bc-dad00e67656f");

    /// <summary>The namespace of shim's variables (MokList, SbatLevel).</summary>
    public static readonly Guid Shim = new("605dab50-e046-4300-abb6-3dd810dd8b23");

    public static bool TryParse(ReadOnlyMemory<byte> data, out UefiVariable value, out ParseError error)
    {
        value = null!;
        error = new ParseError(EventLogReasons.Content, 0, "variable");
        var reader = new LittleEndianReader(data.Span);
        if (!reader.TryReadGuid(out Guid vendor) || !reader.TryReadUInt64(out ulong characters) || !reader.TryReadUInt64(out ulong size)
            || characters > (ulong)reader.Left / 2 || !reader.TryRead(2 * characters, out ReadOnlySpan<byte> name) || size > (ulong)reader.Left)
            return false;
        // a byte more than announced comes from shim before 15.3; it belongs to nothing
        value = new UefiVariable(vendor, Encoding.Unicode.GetString(name).TrimEnd('\0'), data.Slice(reader.Position, (int)size));
        error = default;
        return true;
    }
}
