using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.NodeAgent.Identity;

/// <summary>SHA-256 digests of what firmware and boot loader measured as kernel and as initial ramdisk.</summary>
/// <param name="Kernel">In the order of the log.</param>
/// <param name="Initrd">In the order of the log.</param>
public sealed record MeasuredImages(IReadOnlyList<byte[]> Kernel, IReadOnlyList<byte[]> Initrd)
{
    private const int GrubFiles = 9;

    /// <summary>
    /// grub measures each file that it reads into PCR 9 (EV_IPL) right behind the command that reads it, which stands in PCR 8; the kernel's EFI stub
    /// measures the ramdisk that it loads into PCR 9 itself (EV_EVENT_TAG).
    /// </summary>
    public static MeasuredImages Of(BootEventLog log)
    {
        var images = new MeasuredImages(new List<byte[]>(), new List<byte[]>());
        ReadOnlySpan<byte> command = default;
        foreach (BootEvent e in log)
        {
            if (e.Type == EventType.Ipl && GrubText.TryRead(e.Data.Span, out GrubTextKind kind, out ReadOnlySpan<byte> text))
                command = kind == GrubTextKind.Command ? text : command;
            else if (e.Pcr == GrubFiles && e.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest))
                images.Take(e.Type, command, digest.ToArray());
        }
        return images;
    }

    private void Take(EventType type, ReadOnlySpan<byte> command, byte[] digest)
    {
        if (type == EventType.Ipl && command.StartsWith("linux"u8))
            ((List<byte[]>)Kernel).Add(digest);
        else if (type == EventType.EventTag || (type == EventType.Ipl && command.StartsWith("initrd"u8)))
            ((List<byte[]>)Initrd).Add(digest);
    }
}
