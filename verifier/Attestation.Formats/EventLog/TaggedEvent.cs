using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>
/// TCG_PCClientTaggedEvent, the data of EV_EVENT_TAG (PC Client Platform Firmware Profile 1.06, section 10.4.2.1); the digest is over something else:
/// <code>u32 id | u32 n | n bytes</code>
/// The Linux EFI stub puts a description in ASCII there, systemd one in UTF-16.
/// </summary>
internal static class TaggedEvent
{
    /// <summary>Linux, drivers/firmware/efi/libstub: the initrd, and the load options.</summary>
    internal const uint LinuxInitrd = 0x8F3B22EC, LinuxLoadOptions = 0x8F3B22ED;

    /// <summary>systemd, docs/TPM2_PCR_MEASUREMENTS.md: loader.conf, and the add-ons of a unified kernel image.</summary>
    internal const uint LoaderConfiguration = 0xF5BC582A, InitrdAddOn = 0x49DFFE0F;

    internal static bool TryRead(ReadOnlySpan<byte> data, out uint id, out string description)
    {
        var reader = new LittleEndianReader(data);
        description = "";
        if (!reader.TryReadUInt32(out id) || !reader.TryReadUInt32(out uint size) || !reader.TryRead(size, out ReadOnlySpan<byte> text))
            return false;
        description = LoaderText.Read(text);
        return true;
    }
}
