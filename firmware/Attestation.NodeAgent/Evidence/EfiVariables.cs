namespace Attestation.NodeAgent.Evidence;

/// <summary>
/// The UEFI variables that help a person to understand a boot: Secure Boot's state and keys, shim's lists, what was booted. A fixed list, since
/// firmware keeps passwords and network settings in variables too.
/// </summary>
internal static class EfiVariables
{
    private const string Global = "-8be4df61-93ca-11d2-aa0d-00e098032b8c"; // EFI_GLOBAL_VARIABLE, UEFI 2.10 section 3.3
    private const string Security = "-d719b2cb-3d3a-4596-a3bc-dad00e67656f"; // EFI_IMAGE_SECURITY_DATABASE_GUID, section 32.6.1
    private const string Shim = "-605dab50-e046-4300-abb6-3dd810dd8b23"; // shim's MokVars
    private const string Loader = "-4a67b082-0a4c-41cf-b6c7-440b29bb8c4f"; // systemd's boot loader interface

    public const string SecureBoot = "SecureBoot" + Global;
    public const string SetupMode = "SetupMode" + Global;

    private const int MostBootEntries = 32, AttributeBytes = 4;

    public static IReadOnlyList<string> Names { get; } =
    [
        SecureBoot, SetupMode, "AuditMode" + Global, "DeployedMode" + Global, "PK" + Global, "KEK" + Global,
        "BootCurrent" + Global, "BootOrder" + Global,
        "db" + Security, "dbx" + Security, "dbt" + Security,
        "MokListRT" + Shim, "MokListXRT" + Shim, "MokListTrustedRT" + Shim, "SbatLevelRT" + Shim,
        "LoaderInfo" + Loader, "StubInfo" + Loader, "LoaderEntrySelected" + Loader,
    ];

    /// <summary>Those of the list that are there and can be read, with the entries that BootOrder and BootCurrent name.</summary>
    public static SortedDictionary<string, byte[]> Read(string? folder)
    {
        var found = new SortedDictionary<string, byte[]>(StringComparer.Ordinal);
        if (folder is null)
            return found;
        foreach (string name in Names)
            Add(found, folder, name);
        foreach (ushort entry in BootEntries(found).Take(MostBootEntries).ToArray())
            Add(found, folder, $"Boot{entry:X4}{Global}");
        return found;
    }

    /// <summary>The value of a variable of one byte (SecureBoot, SetupMode), or null.</summary>
    public static byte? Flag(string? folder, string name) =>
        folder is not null && TryRead(folder, name) is { Length: AttributeBytes + 1 } value ? value[AttributeBytes] : null;

    private static IEnumerable<ushort> BootEntries(SortedDictionary<string, byte[]> found)
    {
        foreach (string name in (string[])["BootCurrent" + Global, "BootOrder" + Global])
        {
            byte[] value = found.GetValueOrDefault(name) ?? [];
            for (int at = AttributeBytes; at + 2 <= value.Length; at += 2)
                yield return (ushort)(value[at] | value[at + 1] << 8);
        }
    }

    private static void Add(SortedDictionary<string, byte[]> found, string folder, string name)
    {
        if (TryRead(folder, name) is { Length: >= AttributeBytes and <= EvidenceFormat.MostVariable } value)
            found[name] = value;
    }

    /// <summary>Hints only: one that cannot be read is left out.</summary>
    private static byte[]? TryRead(string folder, string name)
    {
        LogContent content = LogFile.Read(Path.Combine(folder, name), EvidenceFormat.MostVariable);
        return content.Absence == Absence.None ? content.ToArray() : null;
    }
}
