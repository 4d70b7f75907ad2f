namespace Attestation.Formats.EventLog;

/// <summary>What a text that grub measured into PCR 8 is.</summary>
public enum GrubTextKind
{
    /// <summary>A command of grub's script, as it was run.</summary>
    Command,

    /// <summary>The command line handed to the kernel.</summary>
    KernelCommandLine,

    /// <summary>A multiboot module's command line.</summary>
    ModuleCommandLine,
}

/// <summary>The EV_IPL texts of grub: a word, then what was measured, then NUL (grub-core/commands/tpm.c: <c>grub_cmd: linux /vmlinuz</c>).</summary>
public static class GrubText
{
    /// <summary>Splits the data into word and measured text.</summary>
    /// <param name="data">Event data of an EV_IPL event in PCR 8.</param>
    /// <param name="kind">Which word it begins with.</param>
    /// <param name="text">The bytes that the digest covers: no word, no NUL.</param>
    public static bool TryRead(ReadOnlySpan<byte> data, out GrubTextKind kind, out ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> line = data.TrimEnd((byte)0);
        (kind, int word) = line switch
        {
            _ when line.StartsWith("grub_cmd: "u8) => (GrubTextKind.Command, 10),
            _ when line.StartsWith("kernel_cmdline: "u8) => (GrubTextKind.KernelCommandLine, 16),
            _ when line.StartsWith("module_cmdline: "u8) => (GrubTextKind.ModuleCommandLine, 16),
            // the words of Red Hat's grub 2.02
            _ when line.StartsWith("grub_cmd "u8) => (GrubTextKind.Command, 9),
            _ when line.StartsWith("grub_kernel_cmdline "u8) => (GrubTextKind.KernelCommandLine, 20),
            _ => (default, 0),
        };
        text = line[word..];
        return word > 0;
    }
}
