using System.Text;

namespace Attestation.Formats.EventLog;

/// <summary>
/// Events from PCR 10 on in the firmware's log: sections of a unified kernel image (PCR 11), command lines, credentials and add-ons (12), extensions (13),
/// machine owner keys (14), as systemd-stub and shim measure them (systemd, docs/TPM2_PCR_MEASUREMENTS.md; UAPI.5).
/// </summary>
internal sealed class StubEvents(EventProof proof)
{
    /// <summary>The sections that UAPI.5 defines. Each is measured as its name with a NUL, then as its content.</summary>
    private static readonly string[] Sections =
    [
        ".linux", ".osrel", ".cmdline", ".initrd", ".ucode", ".splash", ".dtb", ".dtbauto", ".efifw", ".hwids", ".uname", ".sbat", ".pcrpkey", ".profile",
    ];

    /// <summary>The section whose name was measured last and whose content comes next.</summary>
    private string? section;

    internal BootComponent Take(in BootEvent boot) => boot.Pcr switch
    {
        11 => Section(boot),
        12 => LoadOptions(boot),
        13 or 15 => Claim(boot, BootClass.Systemd) with { ClassIsClaim = false },
        14 => Claim(boot, BootClass.Mok) with { ClassIsClaim = false },
        _ => Claim(boot, BootClass.Other) with { ClassIsClaim = false },
    };

    private BootComponent Section(in BootEvent boot)
    {
        if (section is { } name)
        {
            section = null;
            return new BootComponent(boot.Index, boot.Pcr, Class(name), name, null);
        }
        foreach (string known in Sections)
        {
            if (!proof.IsOver(boot, Encoding.ASCII.GetBytes(known + '\0')))
                continue;
            section = known;
            return new BootComponent(boot.Index, boot.Pcr, BootClass.Fixed, "name of " + known, known);
        }
        return Claim(boot, BootClass.UkiSection);
    }

    private static BootClass Class(string section) => section switch
    {
        ".linux" => BootClass.Kernel,
        ".initrd" => BootClass.Initrd,
        ".cmdline" => BootClass.CommandLine,
        _ => BootClass.UkiSection,
    };

    private BootComponent LoadOptions(in BootEvent boot)
    {
        ReadOnlySpan<byte> data = boot.Data.Span;
        if (LoaderText.TryReadUtf16(data, out string text) && (proof.IsOver(boot, data) || proof.IsOver(boot, data[..^2])))
            return new BootComponent(boot.Index, boot.Pcr, BootClass.CommandLine, "command line", text);
        if (boot.Type == EventType.EventTag && TaggedEvent.TryRead(data, out uint id, out string name))
            return new BootComponent(boot.Index, boot.Pcr, id == TaggedEvent.InitrdAddOn ? BootClass.Initrd : BootClass.Systemd, name, null) { ClassIsClaim = true };
        return Claim(boot, BootClass.Systemd);
    }

    private static BootComponent Claim(in BootEvent boot, BootClass @class) =>
        new(boot.Index, boot.Pcr, @class, LoaderText.Read(boot.Data.Span) is { Length: > 0 } name ? name : boot.Type.SpecName(), null) { ClassIsClaim = true };
}
