namespace Attestation.Formats.EventLog;

/// <summary>The names of <see cref="BootClass"/> in policies and reference values: kebab case.</summary>
public static class BootClassNames
{
    private static readonly string[] Names =
    [
        "srtm-version", "firmware", "option-rom", "firmware-configuration", "boot-order", "secure-boot", "secure-boot-keys", "authority", "boot-loader",
        "partition-table", "mok", "grub-module", "grub-command", "command-line", "kernel", "initrd", "uki-section", "systemd-phase", "systemd", "other", "fixed",
    ];

    /// <summary>All classes with something to compare.</summary>
    public static IReadOnlyList<BootClass> Comparable { get; } = [.. Enum.GetValues<BootClass>().Where(c => c != BootClass.Fixed)];

    /// <summary><c>command-line</c>.</summary>
    public static string Name(this BootClass @class) => Names[(int)@class];

    /// <summary>The class of a name; false for <c>fixed</c> too, which nothing can be compared with.</summary>
    public static bool TryFind(string name, out BootClass @class)
    {
        int index = Array.IndexOf(Names, name);
        @class = (BootClass)index;
        return index >= 0 && @class != BootClass.Fixed;
    }
}
