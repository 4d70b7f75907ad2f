namespace Attestation.Simulator.Nodes;

/// <summary>
/// What a machine measured while it booted: the firmware's event log and the kernel's IMA list. The built-in one was recorded on a virtual machine under
/// Secure Boot (OVMF, shim, grub, Debian's kernel; tests/vectors/node-boots/boot-2-sb-on-good).
/// </summary>
public sealed record RecordedBoot(byte[] EventLog, byte[] ImaList)
{
    public static RecordedBoot BuiltIn() => new(Resource("eventlog.bin"), Resource("ima.bin"));

    private static byte[] Resource(string name)
    {
        using Stream stream = typeof(RecordedBoot).Assembly.GetManifestResourceStream(name)!;
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
