namespace Attestation.UnitTests.Rules;

/// <summary>A type of the nano-api lists with its members.</summary>
/// <param name="Name">Full name; a nested type follows a slash.</param>
/// <param name="Kind">class, struct, enum, interface or delegate, with modifiers.</param>
/// <param name="Bases">Base type and interfaces.</param>
internal sealed record NanoType(string Name, string Kind, string[] Bases)
{
    public List<NanoMember> Members { get; } = [];

    public bool IsInterface => Kind.StartsWith("interface", StringComparison.Ordinal);

    public string ShortName => Name[(Name.LastIndexOfAny(['.', '/']) + 1)..];
}

/// <summary>One line M: or F: of the lists.</summary>
internal sealed record NanoMember(char Kind, string Type, string Name, string[] Parameters, string Result, string Flags, string? Constant)
{
    /// <summary>Name and parameter types, without the declaring type.</summary>
    public string Signature => $"{Name}({string.Join(',', Parameters)})";

    public bool IsPublic => Flags.StartsWith("public", StringComparison.Ordinal);

    public bool IsOverridable => Flags.Contains("virtual") || Flags.Contains("abstract") || Flags.Contains("override");

    /// <summary>Groups the accessors of one property; null for everything else.</summary>
    public string? PropertyKey => Kind != 'M' || Name.Length < 5 ? null
        : Name.StartsWith("get_", StringComparison.Ordinal) ? $"{Name[4..]}[{string.Join(',', Parameters)}]"
        : Name.StartsWith("set_", StringComparison.Ordinal) ? $"{Name[4..]}[{string.Join(',', Parameters[..^1])}]"
        : null;

    public static NanoMember Parse(string line)
    {
        int bar = line.IndexOf(" |", StringComparison.Ordinal);
        string signature = line[2..bar];
        string[] flags = line[(bar + 2)..].Split(" = ", 2, StringSplitOptions.TrimEntries);
        int open = signature.IndexOf('(');
        int colon = signature.LastIndexOf(':');
        string path = signature[..(open < 0 ? colon : open)];
        int dot = path.EndsWith(".ctor", StringComparison.Ordinal) || path.EndsWith(".cctor", StringComparison.Ordinal)
            ? path.LastIndexOf('.') - 1
            : path.LastIndexOf('.');
        string[] parameters = open < 0 ? [] : signature[(open + 1)..signature.LastIndexOf(')')].Split(',', StringSplitOptions.RemoveEmptyEntries);
        return new NanoMember(line[0], path[..dot], path[(dot + 1)..], parameters, signature[(colon + 1)..], flags[0], flags.Length > 1 ? flags[1] : null);
    }
}
