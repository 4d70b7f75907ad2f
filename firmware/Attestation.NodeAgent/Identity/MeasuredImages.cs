using Attestation.Formats.EventLog;
using Attestation.Formats.Pcrs;

namespace Attestation.NodeAgent.Identity;

/// <summary>SHA-256 digests of what firmware and boot loader measured as kernel and as initial ramdisk: grub's files, or sections of a unified kernel image.</summary>
/// <param name="Kernel">In the order of the log.</param>
/// <param name="Initrd">In the order of the log.</param>
public sealed record MeasuredImages(IReadOnlyList<byte[]> Kernel, IReadOnlyList<byte[]> Initrd)
{
    /// <param name="log">A log without a SHA-256 bank names no image.</param>
    public static MeasuredImages Of(BootEventLog log)
    {
        Dictionary<int, BootClass> classes = BootComponents.Of(log, PcrBank.Sha256).ToDictionary(component => component.Event, component => component.Class);
        List<byte[]> kernel = [], initrd = [];
        foreach (BootEvent boot in log)
        {
            if (!classes.TryGetValue(boot.Index, out BootClass what) || !boot.TryGetDigest(PcrBank.Sha256, out ReadOnlyMemory<byte> digest))
                continue;
            if (what == BootClass.Kernel)
                kernel.Add(digest.ToArray());
            else if (what == BootClass.Initrd)
                initrd.Add(digest.ToArray());
        }
        return new MeasuredImages(kernel, initrd);
    }
}
