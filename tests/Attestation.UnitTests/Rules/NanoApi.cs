using Mono.Cecil;

namespace Attestation.UnitTests.Rules;

/// <summary>The public surface of nanoFramework's class library, from the lists in firmware/nano-api.</summary>
internal sealed class NanoApi
{
    private readonly Dictionary<string, string[]> _types = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _assemblies = new(StringComparer.Ordinal);
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);

    public static NanoApi Instance { get; } = Load(Path.Combine(PublicVectors.RepositoryRoot, "firmware", "nano-api"));

    public int TypeCount => _types.Count;

    public int MemberCount => _members.Count;

    public bool Has(TypeReference type) => _types.ContainsKey(type.FullName);

    /// <summary>The nanoFramework assembly that brings a type, null if none does.</summary>
    public string? AssemblyOf(TypeReference type) => _assemblies.GetValueOrDefault(type.FullName);

    /// <summary>The member itself, or one of that signature in a base type or interface of the declaring type.</summary>
    public bool Has(MemberReference member)
    {
        string signature = member switch
        {
            MethodReference m => $"M:{{0}}.{m.Name}({string.Join(',', m.Parameters.Select(p => p.ParameterType.FullName))}):{m.ReturnType.FullName}",
            FieldReference f => $"F:{{0}}.{f.Name}:{f.FieldType.FullName}",
            _ => throw new ArgumentException(member.FullName, nameof(member)),
        };
        return WithBases(member.DeclaringType.FullName).Any(type => _members.Contains(string.Format(null, signature, type)));
    }

    private IEnumerable<string> WithBases(string type) =>
        _types.TryGetValue(type, out string[]? bases) ? bases.SelectMany(WithBases).Prepend(type) : [];

    private static NanoApi Load(string folder)
    {
        NanoApi api = new();
        foreach (string file in Directory.EnumerateFiles(folder, "*.txt"))
        {
            foreach (string line in File.ReadLines(file))
                api.Add(Path.GetFileNameWithoutExtension(file), line, line.Split(" |", StringSplitOptions.TrimEntries));
        }

        return api;
    }

    private void Add(string assembly, string line, string[] parts)
    {
        if (!line.StartsWith("T:", StringComparison.Ordinal))
        {
            _members.Add(parts[0]);
            return;
        }

        _types[parts[0][2..]] = parts.Length > 2 ? parts[2].Split(", ", StringSplitOptions.RemoveEmptyEntries) : [];
        _assemblies[parts[0][2..]] = assembly;
    }
}
