using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>
/// Events of PCR 8 (grub's commands and command lines) and PCR 9 (files that grub read; the initrd that the kernel's EFI stub measures). A command's
/// digest is over its text, a file's over its content: what a file is, tells the command before it, or else its name.
/// </summary>
internal sealed class GrubEvents(EventProof proof)
{
    private static readonly string[] KernelNames = ["vmlinuz", "bzimage", "vmlinux", "grub_linuxefi kernel"];
    private static readonly string[] InitrdNames = ["initrd", "initramfs", "grub_linuxefi initrd"];

    /// <summary>Files that the last command of grub named, and what they are.</summary>
    private string[] announced = [];
    private BootClass announcedClass = BootClass.GrubModule;

    internal BootComponent Take(in BootEvent boot) => boot.Pcr == 8 ? Text(boot) : File(boot);

    private BootComponent Text(in BootEvent boot)
    {
        ReadOnlySpan<byte> data = boot.Data.Span;
        if (boot.Type == EventType.Ipl && GrubText.TryRead(data, out GrubTextKind kind, out ReadOnlySpan<byte> line) && proof.IsOverData(boot))
        {
            string text = Encoding.UTF8.GetString(line);
            BootClass @class = kind == GrubTextKind.Command && !StartsWithPath(text) ? BootClass.GrubCommand : BootClass.CommandLine;
            Announce(@class == BootClass.GrubCommand ? text : "");
            return new BootComponent(boot.Index, boot.Pcr, @class, FirstWord(text), text);
        }
        if (LoaderText.TryReadUtf16(data, out string loader) && (proof.IsOver(boot, data) || proof.IsOver(boot, data[..^2])))
            return new BootComponent(boot.Index, boot.Pcr, BootClass.CommandLine, "command line", loader);
        return new BootComponent(boot.Index, boot.Pcr, BootClass.CommandLine, LoaderText.Read(data), null) { ClassIsClaim = true };
    }

    /// <summary>
    /// The word before a text is not measured, so that a log could show a command line as a command. A kernel's command line begins with the kernel's
    /// path (<c>/vmlinuz</c>, <c>(hd0)/vmlinuz</c>, a block list), which no command of grub does.
    /// </summary>
    private static bool StartsWithPath(string text) => text.Length == 0 || text[0] is '/' or '(' or '+' || char.IsAsciiDigit(text[0]);

    private static string FirstWord(string text) => text.Split(' ', 2)[0];

    private void Announce(string command)
    {
        string[] words = command.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        (announcedClass, announced) = words switch
        {
            ["linux" or "linuxefi" or "linux16", var kernel, ..] => (BootClass.Kernel, [kernel]),
            ["initrd" or "initrdefi" or "initrd16", .. var files] => (BootClass.Initrd, files),
            _ => (BootClass.GrubModule, Array.Empty<string>()),
        };
    }

    private BootComponent File(in BootEvent boot)
    {
        BootClass @class = BootClass.GrubModule;
        string name;
        if (boot.Type == EventType.EventTag && TaggedEvent.TryRead(boot.Data.Span, out uint id, out name))
        {
            @class = id switch
            {
                TaggedEvent.LinuxInitrd => BootClass.Initrd,
                TaggedEvent.LinuxLoadOptions => BootClass.CommandLine,
                _ => BootClass.Systemd,
            };
        }
        else
        {
            name = LoaderText.Read(boot.Data.Span);
            @class = Array.IndexOf(announced, name) >= 0 ? announcedClass : ByName(name);
        }
        return new BootComponent(boot.Index, boot.Pcr, @class, name, null) { ClassIsClaim = true };
    }

    private static BootClass ByName(string path)
    {
        string name = path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant();
        return Array.Exists(KernelNames, n => name.StartsWith(n, StringComparison.Ordinal)) ? BootClass.Kernel
            : Array.Exists(InitrdNames, n => name.StartsWith(n, StringComparison.Ordinal)) ? BootClass.Initrd
            : BootClass.GrubModule;
    }
}
